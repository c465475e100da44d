import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LlrpMessage, LlrpParameter } from '../../../protocols/llrp/message.ts';
import { parameterIn, parametersIn } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';
import { anyMessage, messageOf } from '../../../protocols/llrp/testing-messages.ts';
import { capabilitiesOf, modelNamed } from '../../simulators/llrp-reader/models.ts';
import type { RfidEvent } from '../reader.ts';
import { llrpReaderConfig } from './llrp-config.ts';
import { llrpStep, llrpWakeAtMs } from './session.ts';
import { freshLlrpSession, type LlrpInput, type LlrpSession } from './session-state.ts';

type Timeless<Input> = Input extends unknown ? Omit<Input, 'atMs' | 'nowMs'> : never;
type Input = Timeless<LlrpInput>;

const nowAtStartMs = 1_767_592_800_000;
const success: LlrpParameter = { type: 'LLRPStatus', StatusCode: 'M_Success', ErrorDescription: '' };
const wrong: LlrpParameter = { type: 'LLRPStatus', StatusCode: 'M_ParameterError', ErrorDescription: 'no' };

/** A session under a clock that only the test moves, and all that came of it. */
class Bench {
  readonly settings;
  state: LlrpSession;
  atMs = 1_000;
  readonly sent: LlrpMessage[] = [];
  readonly events: RfidEvent[] = [];
  readonly reconnects: string[] = [];
  closed = false;

  constructor(settings: object = {}) {
    this.settings = llrpReaderConfig.parse({ kind: 'llrp', id: 'r1', host: 'reader', ...settings });
    this.state = freshLlrpSession(this.settings);
  }

  input(input: Input): void {
    const at = { atMs: this.atMs, nowMs: nowAtStartMs + this.atMs };
    const { state, effects } = llrpStep(this.settings, this.state, { ...input, ...at });
    this.state = state;
    for (const effect of effects) {
      if (effect.kind === 'send') this.sent.push(effect.message);
      else if (effect.kind === 'tell') this.events.push(effect.event);
      else if (effect.kind === 'reconnect') this.reconnects.push(effect.reason);
      else this.closed = true;
    }
  }

  message(message: LlrpMessage): void {
    this.input({ kind: 'message', message });
  }

  event(...parameters: LlrpParameter[]): void {
    const Microseconds = BigInt(nowAtStartMs + this.atMs) * 1000n;
    const data: LlrpParameter = {
      type: 'ReaderEventNotificationData',
      parameters: [{ type: 'UTCTimestamp', Microseconds }, ...parameters],
    };
    this.message({ type: 'READER_EVENT_NOTIFICATION', version: 1, id: 0, parameters: [data] });
  }

  greet(Status: 'Success' | 'Failed_A_Client_Initiated_Connection_Already_Exists' = 'Success'): void {
    this.input({ kind: 'connected' });
    this.event({ type: 'ConnectionAttemptEvent', Status });
  }

  /** Answers what is under way; with `refused` named, that request is refused. */
  answer(status: LlrpParameter = success, more: readonly LlrpParameter[] = []): void {
    const { pending, version } = this.state;
    if (pending === null) throw new Error('nothing is under way');
    const about = pending.answer === 'GET_READER_CAPABILITIES_RESPONSE' ? capabilities : [];
    const answer = { type: pending.answer, version, id: pending.id, parameters: [status, ...about, ...more] };
    const versions = { CurrentVersion: 1, SupportedVersion: 2 };
    this.message({ ...answer, ...versions } as unknown as LlrpMessage);
  }

  /** Answers everything as a reader does that has nothing against us. */
  settle(): void {
    for (let round = 0; round < 30 && this.state.pending !== null; round += 1) this.answer();
  }

  run(): void {
    this.greet();
    this.settle();
  }

  wait(ms: number): void {
    const endMs = this.atMs + ms;
    for (let due = this.wakeAtMs(); due !== null && due <= endMs; due = this.wakeAtMs()) {
      this.atMs = Math.max(this.atMs, due);
      this.input({ kind: 'tick' });
    }
    this.atMs = endMs;
  }

  wakeAtMs(): number | null {
    return llrpWakeAtMs(this.settings, this.state);
  }

  get names(): string[] {
    return this.sent.map(({ type }) => type);
  }

  get told(): (string | undefined)[] {
    return this.events.flatMap((event) =>
      event.kind === 'state' ? [`${event.state}: ${event.detail}`] : [],
    );
  }

  get troubles(): string[] {
    return this.events.flatMap((event) => (event.kind === 'trouble' ? [event.message] : []));
  }
}

const capabilities = capabilitiesOf(modelNamed('impinj-r420'));

function read(changes: Partial<LlrpTagRead> = {}): LlrpTagRead {
  return {
    epc: '3034257BF7194E4000001A85',
    pc: null,
    antenna: 1,
    rssiDbm: -50,
    count: 1,
    firstSeenUs: null,
    lastSeenUs: null,
    roSpecId: 1410,
    ...changes,
  };
}

describe('setting up', () => {
  test('asks in this order, one thing at a time', () => {
    const bench = new Bench();
    bench.input({ kind: 'connected' });
    expect(bench.sent).toEqual([]);
    bench.event({ type: 'ConnectionAttemptEvent', Status: 'Success' });
    expect(bench.names).toEqual(['GET_READER_CAPABILITIES']);
    bench.settle();
    expect(bench.names).toEqual([
      'GET_READER_CAPABILITIES',
      'IMPINJ_ENABLE_EXTENSIONS',
      'GET_READER_CONFIG',
      'GET_ROSPECS',
      'SET_READER_CONFIG',
      'ADD_ROSPEC',
      'ENABLE_EVENTS_AND_REPORTS',
      'ENABLE_ROSPEC',
    ]);
    expect(new Set(bench.sent.map(({ id }) => id)).size).toBe(8);
    expect(bench.told).toEqual(['connected: Impinj 2001002, firmware 5.14.0.240']);
  });

  test('is done anew on each connection', () => {
    const bench = new Bench();
    bench.run();
    bench.input({ kind: 'disconnected', state: 'disconnected', detail: 'gone' });
    expect(bench.wakeAtMs()).toBeNull();
    const before = bench.sent.length;
    bench.run();
    expect(bench.names.slice(before)).toEqual(bench.names.slice(0, before));
    expect(bench.told.slice(1)).toEqual(['disconnected: gone', bench.told[0]]);
  });

  test('takes answers to the present request only', () => {
    const bench = new Bench();
    bench.greet();
    const { pending } = bench.state;
    const id = pending?.id ?? 0;
    bench.message({ type: 'ADD_ROSPEC_RESPONSE', version: 1, id, parameters: [success] });
    bench.message({
      type: 'GET_READER_CAPABILITIES_RESPONSE',
      version: 1,
      id: id + 1,
      parameters: [success],
    });
    expect(bench.state.pending).toEqual(pending);
  });

  test('gives up the connection when an answer does not come', () => {
    const bench = new Bench();
    bench.greet();
    bench.wait(4_999);
    expect(bench.reconnects).toEqual([]);
    bench.wait(1);
    expect(bench.reconnects).toEqual(['no GET_READER_CAPABILITIES_RESPONSE within 5000 ms']);
    expect(bench.state.phase).toBe('offline');
  });

  test('goes on without what can be done without, and says so', () => {
    const bench = new Bench();
    bench.greet();
    bench.answer();
    bench.answer(wrong);
    bench.answer(wrong);
    bench.answer();
    bench.answer(wrong);
    expect(bench.names.at(-1)).toBe('SET_READER_CONFIG');
    expect(parametersIn(bench.sent.at(-1) ?? {}, 'KeepaliveSpec')).toHaveLength(1);
    expect(bench.sent.at(-1)?.parameters).toHaveLength(1);
    bench.answer(wrong);
    bench.settle();
    expect(bench.state.phase).toBe('running');
    expect(bench.troubles).toEqual([
      'the reader refuses its maker\'s extensions: M_ParameterError "no"',
      'the reader refuses to tell its configuration: M_ParameterError "no"',
      'the reader refuses its configuration: M_ParameterError "no"',
      'the reader refuses keepalives: M_ParameterError "no"',
    ]);
  });

  test('asks a reader without keepalives whether it is there', () => {
    const bench = new Bench();
    bench.greet();
    for (let step = 0; step < 4; step += 1) bench.answer();
    bench.answer(wrong);
    bench.answer(wrong);
    bench.settle();
    bench.wait(10_000);
    expect(bench.names.at(-1)).toBe('GET_READER_CONFIG');
    bench.answer();
    expect(bench.reconnects).toEqual([]);
    bench.wait(15_000);
    expect(bench.reconnects).toEqual(['no GET_READER_CONFIG_RESPONSE within 5000 ms']);
  });

  test('says why a reader cannot be used, and tries again after a while', () => {
    const bench = new Bench();
    bench.greet();
    for (let step = 0; step < 5; step += 1) bench.answer();
    bench.answer(wrong);
    expect(bench.told).toEqual(['failed: the reader refuses our ROSpec: M_ParameterError "no"']);
    bench.wait(10_000);
    bench.settle();
    expect(bench.told).toHaveLength(2);
    expect(bench.state.phase).toBe('running');
  });

  test('tells a power that the reader does not have, and takes the nearest', () => {
    const bench = new Bench({
      powerDbm: 36,
      antennas: [{ antenna: 1 }, { antenna: 2, powerDbm: 20.1 }, { antenna: 9 }],
    });
    bench.run();
    expect(bench.troubles).toEqual([
      'antenna 9: the reader has 4',
      "power 36 dBm: the reader's range is 10 to 32.5 dBm, so 32.5 dBm is used",
    ]);
    const add = bench.sent.find(({ type }) => type === 'ADD_ROSPEC') ?? {};
    const aiSpec = parameterIn(parameterIn(add, 'ROSpec') ?? {}, 'AISpec');
    const configurations = parametersIn(
      parameterIn(aiSpec ?? {}, 'InventoryParameterSpec') ?? {},
      'AntennaConfiguration',
    );
    expect(aiSpec?.AntennaIDs).toEqual([1, 2]);
    expect(configurations.map((one) => parameterIn(one, 'RFTransmitter')?.TransmitPower)).toEqual([91, 41]);
  });
});

describe('a connection that is refused', () => {
  test('is told with its reason, once, and tried again', () => {
    const bench = new Bench();
    for (let round = 0; round < 3; round += 1) {
      bench.greet('Failed_A_Client_Initiated_Connection_Already_Exists');
      bench.input({ kind: 'disconnected', state: 'disconnected', detail: 'hung up' });
    }
    expect(bench.told).toHaveLength(1);
    expect(bench.told[0]).toMatch(/^failed: another program holds the only connection of the reader/);
    bench.run();
    expect(bench.told).toHaveLength(2);
  });

  test('is given up where the reader does not', () => {
    const bench = new Bench();
    bench.greet('Failed_A_Client_Initiated_Connection_Already_Exists');
    bench.wait(10_000);
    expect(bench.reconnects).toEqual(['another try']);
  });
});

describe('a running session', () => {
  test('acknowledges keepalives, and gives up after two periods of silence', () => {
    const bench = new Bench();
    bench.run();
    for (let round = 0; round < 3; round += 1) {
      bench.wait(9_999);
      bench.message({ type: 'KEEPALIVE', version: 1, id: 900 + round });
    }
    expect(bench.sent.slice(-3)).toMatchObject([900, 901, 902].map((id) => ({ type: 'KEEPALIVE_ACK', id })));
    expect(bench.reconnects).toEqual([]);
    bench.wait(10_000);
    expect(bench.reconnects).toEqual(['silent for 10000 ms']);
  });

  test('passes on its own reads only', () => {
    const bench = new Bench({ minRssiDbm: -60 });
    bench.run();
    const reads = [
      read(),
      read({ roSpecId: 77 }),
      read({ rssiDbm: -70 }),
      read({ roSpecId: null, rssiDbm: null }),
    ];
    bench.input({ kind: 'reads', reads });
    expect(bench.events.at(-1)).toEqual({ kind: 'reads', reads: [reads[0], reads[3]] });
  });

  test('does not flood its listener with troubles', () => {
    const bench = new Bench();
    bench.run();
    for (let n = 0; n < 1_000; n += 1) bench.event({ type: 'ReaderExceptionEvent', Message: `fault ${n}` });
    expect(bench.troubles).toHaveLength(21);
    expect(bench.troubles.at(-1)).toBe('more troubles of the reader are not told');
    bench.wait(9_000);
    bench.wait(1_000);
  });

  test('remembers no more antennas than a reader can have, and tells only changes', () => {
    const bench = new Bench();
    bench.run();
    for (const round of [1, 2]) {
      for (let AntennaID = round; AntennaID <= 1_000; AntennaID += 1) {
        bench.event({ type: 'AntennaEvent', EventType: 'Antenna_Connected', AntennaID });
      }
    }
    expect(bench.state.antennas.size).toBe(256);
    expect(bench.events.filter(({ kind }) => kind === 'antenna')).toHaveLength(256);
  });

  test('tells buffer, preemption, another client and the end that the reader makes', () => {
    const bench = new Bench();
    bench.run();
    bench.event({ type: 'ReportBufferLevelWarningEvent', ReportBufferPercentageFull: 80 });
    bench.event({ type: 'ReportBufferOverflowErrorEvent' });
    bench.event({
      type: 'ROSpecEvent',
      EventType: 'Preemption_Of_ROSpec',
      ROSpecID: 1410,
      PreemptingROSpecID: 7,
    });
    bench.event({ type: 'ConnectionAttemptEvent', Status: 'Another_Connection_Attempted' });
    bench.event({ type: 'ConnectionCloseEvent' });
    expect(bench.troubles).toEqual([
      "the reader's report buffer is 80 % full",
      "the reader's report buffer ran over: reads are lost",
      'ROSpec 7 of another program interrupts our reading',
      'another program tried to connect to the reader',
    ]);
    expect(bench.reconnects).toEqual(['the reader hangs up']);
  });

  test('says good-bye, and stops the radio', () => {
    const bench = new Bench();
    bench.run();
    bench.input({ kind: 'close' });
    expect(bench.names.slice(-2)).toEqual(['DISABLE_ROSPEC', 'CLOSE_CONNECTION']);
    expect(bench.closed).toBe(false);
    bench.message({ type: 'CLOSE_CONNECTION_RESPONSE', version: 1, id: 99, parameters: [success] });
    expect(bench.closed).toBe(true);
    expect(bench.wakeAtMs()).toBeNull();
  });

  test('does not wait for ever for an answer to its good-bye', () => {
    const bench = new Bench({ onClose: 'leave' });
    bench.run();
    bench.input({ kind: 'close' });
    expect(bench.names.at(-2)).toBe('ENABLE_ROSPEC');
    bench.wait(1_000);
    expect(bench.closed).toBe(true);
  });
});

type Play = (bench: Bench) => void;
const lines: fc.Arbitrary<Play> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Play>((bench) => bench.greet()) },
  { weight: 1, arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'connected' })) },
  {
    weight: 1,
    arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'disconnected', state: 'disconnected' })),
  },
  { weight: 8, arbitrary: fc.constant<Play>((bench) => bench.state.pending !== null && bench.answer()) },
  { weight: 2, arbitrary: fc.constant<Play>((bench) => bench.state.pending !== null && bench.answer(wrong)) },
  {
    weight: 3,
    arbitrary: fc.nat(20_000).map(
      (ms): Play =>
        (bench) =>
          bench.wait(ms),
    ),
  },
  {
    weight: 2,
    arbitrary: anyMessage.map(
      (message): Play =>
        (bench) =>
          bench.message(message),
    ),
  },
  {
    weight: 3,
    arbitrary: messageOf('READER_EVENT_NOTIFICATION').map(
      (message): Play =>
        (bench) =>
          bench.message(message),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map(
      (on): Play =>
        (bench) =>
          bench.input({ kind: 'reading', on }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Play>((bench) => bench.input({ kind: 'unreadable', reason: 'noise' })),
  },
  {
    weight: 1,
    arbitrary: fc.option(fc.maxSafeNat()).map(
      (lastSeenUs): Play =>
        (bench) =>
          bench.input({ kind: 'reads', reads: [read({ lastSeenUs })] }),
    ),
  },
);
const settings = fc.record({
  takeOver: fc.boolean(),
  version: fc.constantFrom('1.0.1', '1.1'),
  reading: fc.boolean(),
  use: fc.constantFrom('portal', 'pack-tunnel', 'desk'),
});

describe('whatever comes', () => {
  test('it has something under way or due while it is connected, in bounded space', () => {
    fc.assert(
      fc.property(settings, fc.array(lines, { maxLength: 60 }), (chosen, plays) => {
        const bench = new Bench(chosen);
        for (const play of plays) {
          play(bench);
          const { phase, plan, antennas, inputs, troubles } = bench.state;
          expect(bench.wakeAtMs() !== null).toBe(phase !== 'offline');
          expect(plan.length).toBeLessThan(16);
          expect(Math.max(antennas.size, inputs.size)).toBeLessThanOrEqual(256);
          expect(troubles.texts.length).toBeLessThanOrEqual(21);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('it reads again with a reader that behaves, if it shall', () => {
    fc.assert(
      fc.property(settings, fc.array(lines, { maxLength: 40 }), (chosen, plays) => {
        const bench = new Bench(chosen);
        for (const play of plays) play(bench);
        bench.input({ kind: 'disconnected', state: 'disconnected' });
        bench.input({ kind: 'reading', on: true });
        bench.run();
        expect(bench.state).toMatchObject({ phase: 'running', enabled: true });
        expect(bench.told.at(-1)).toMatch(/^connected/);
      }),
      { numRuns: 300 },
    );
  });

  test('it can be closed, and is silent from then on', () => {
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 30 }), fc.array(lines, { maxLength: 10 }), (before, after) => {
        const bench = new Bench();
        for (const play of before) play(bench);
        bench.input({ kind: 'close' });
        bench.wait(1_000);
        expect(bench.closed).toBe(true);
        const { length } = bench.events;
        for (const play of after) play(bench);
        expect([bench.events.length, bench.wakeAtMs()]).toEqual([length, null]);
      }),
    );
  });
});
