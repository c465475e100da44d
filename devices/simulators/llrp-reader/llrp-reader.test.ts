import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { checkMessage } from '../../../protocols/llrp/check.ts';
import { LlrpFramer } from '../../../protocols/llrp/framer.ts';
import {
  type LlrpMessage,
  type LlrpParameter,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';
import { bytesOf, messageOfBytes } from '../../../protocols/llrp/testing-messages.ts';
import { foreignRoSpec } from './foreign-rospec.ts';
import { type LlrpReaderOptions, type SimulatedLlrpReader, startLlrpReader } from './llrp-reader.ts';
import { TagField, tagEpc } from './tag-field.ts';

type Headless<M> = M extends unknown ? Omit<M, 'version' | 'id'> : never;
const patience = { timeout: 30_000, interval: 2 };

/** A client that speaks as it is told. */
class TestClient {
  readonly heard: LlrpMessage[] = [];
  isOpen = true;
  private readonly socket: Socket;
  private readonly framer = new LlrpFramer();
  private id = 0;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      for (const { bytes } of this.framer.push(chunk).frames) this.heard.push(messageOfBytes(bytes));
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isOpen = false;
    });
  }

  send(request: Headless<LlrpMessage>): number {
    this.id += 1;
    this.socket.write(bytesOf({ ...request, version: 1, id: this.id } as LlrpMessage));
    return this.id;
  }

  async ask(request: Headless<LlrpMessage>): Promise<LlrpMessage> {
    const id = this.send(request);
    const isAnswer = (message: LlrpMessage) => message.id === id && /RESPONSE$|^ERROR/.test(message.type);
    return vi.waitFor(() => {
      const answer = this.heard.find(isAnswer);
      if (answer === undefined) throw new Error(`no answer to ${request.type}`);
      return answer;
    }, patience);
  }

  async status(request: Headless<LlrpMessage>): Promise<string | number | undefined> {
    return parameterIn(await this.ask(request), 'LLRPStatus')?.StatusCode;
  }

  events(): LlrpParameter[] {
    const notes = this.heard.filter(({ type }) => type === 'READER_EVENT_NOTIFICATION');
    return notes.flatMap((note) => parameterIn(note, 'ReaderEventNotificationData')?.parameters ?? []);
  }

  reports(): LlrpMessage[] {
    return this.heard.filter(({ type }) => type === 'RO_ACCESS_REPORT');
  }

  tags() {
    return this.reports().flatMap((report) => parametersIn(report, 'TagReportData'));
  }

  end(): void {
    this.socket.destroy();
  }
}

let clock: ManualClock;
let reader: SimulatedLlrpReader;
let clients: TestClient[];

beforeEach(() => {
  clock = new ManualClock();
  clients = [];
});
afterEach(async () => {
  for (const client of clients) client.end();
  await reader.stop();
});

async function start(options: LlrpReaderOptions = {}): Promise<TestClient> {
  reader = await startLlrpReader({ clock, tags: 5, rate: 100, ...options });
  return dial();
}

async function dial(): Promise<TestClient> {
  const client = new TestClient(reader.port);
  clients.push(client);
  await vi.waitFor(() => expect(client.heard.length).toBeGreaterThan(0), patience);
  return client;
}

/** The foreign one, as a new one of another number and reports after N tags. */
function roSpec(changes: Partial<ParameterOf<'ROSpec'>> = {}, N = 1): ParameterOf<'ROSpec'> {
  const selector: LlrpParameter = {
    type: 'TagReportContentSelector',
    EnableROSpecID: true,
    EnableSpecIndex: false,
    EnableInventoryParameterSpecID: false,
    EnableAntennaID: true,
    EnableChannelIndex: false,
    EnablePeakRSSI: true,
    EnableFirstSeenTimestamp: true,
    EnableLastSeenTimestamp: false,
    EnableTagSeenCount: true,
    EnableAccessSpecID: false,
  };
  const ROReportTrigger = 'Upon_N_Tags_Or_End_Of_AISpec';
  const reportSpec: LlrpParameter = { type: 'ROReportSpec', ROReportTrigger, N, parameters: [selector] };
  const parameters = [...(foreignRoSpec.parameters ?? []), reportSpec];
  return { ...foreignRoSpec, ROSpecID: 5, CurrentState: 'Disabled', parameters, ...changes };
}

async function read(client: TestClient, N = 1): Promise<void> {
  await client.ask({ type: 'ADD_ROSPEC', parameters: [roSpec({}, N)] });
  await client.ask({ type: 'ENABLE_ROSPEC', ROSpecID: 5 });
}

describe('a connection', () => {
  test('is greeted; a second one is refused and told to the first', async () => {
    const first = await start();
    expect(first.events()).toContainEqual({ type: 'ConnectionAttemptEvent', Status: 'Success' });
    const second = await dial();
    const Status = 'Failed_A_Client_Initiated_Connection_Already_Exists';
    expect(second.events()).toContainEqual({ type: 'ConnectionAttemptEvent', Status });
    await vi.waitFor(() => expect(second.isOpen).toBe(false), patience);
    const told = { type: 'ConnectionAttemptEvent', Status: 'Another_Connection_Attempted' };
    await vi.waitFor(() => expect(first.events()).toContainEqual(told), patience);
    expect(first.isOpen).toBe(true);
  });

  test('gets keepalives at the period that was asked, and ends when they are not acknowledged', async () => {
    const client = await start();
    const keepalives = () => client.heard.filter(({ type }) => type === 'KEEPALIVE').length;
    const PeriodicTriggerValue = 1_000;
    const spec: LlrpParameter = {
      type: 'KeepaliveSpec',
      KeepaliveTriggerType: 'Periodic',
      PeriodicTriggerValue,
    };
    await client.ask({ type: 'SET_READER_CONFIG', ResetToFactoryDefault: false, parameters: [spec] });
    clock.advance(1_999);
    await client.ask({ type: 'GET_ROSPECS' });
    expect(keepalives()).toBe(1);
    client.send({ type: 'KEEPALIVE_ACK' });
    await client.ask({ type: 'GET_ROSPECS' });
    clock.advance(2_000);
    await client.ask({ type: 'GET_ROSPECS' });
    expect([keepalives(), client.isOpen]).toEqual([3, true]);
    clock.advance(1_000);
    await vi.waitFor(() => expect(client.isOpen).toBe(false), patience);
  });

  test('ends after the answer to its good-bye', async () => {
    const client = await start();
    expect(await client.status({ type: 'CLOSE_CONNECTION' })).toBe('M_Success');
    await vi.waitFor(() => expect(client.isOpen).toBe(false), patience);
  });
});

describe('a ROSpec', () => {
  test('goes from disabled to active and back', async () => {
    const client = await start();
    const state = () => reader.roSpecs.map(({ CurrentState }) => CurrentState);
    await client.ask({ type: 'ADD_ROSPEC', parameters: [roSpec()] });
    expect(state()).toEqual(['Disabled']);
    expect(await client.status({ type: 'START_ROSPEC', ROSpecID: 5 })).toBe('M_FieldError');
    await client.ask({ type: 'ENABLE_ROSPEC', ROSpecID: 5 });
    expect(state()).toEqual(['Active']);
    await client.ask({ type: 'STOP_ROSPEC', ROSpecID: 5 });
    expect(state()).toEqual(['Inactive']);
    await client.ask({ type: 'START_ROSPEC', ROSpecID: 5 });
    expect(state()).toEqual(['Active']);
    await client.ask({ type: 'DISABLE_ROSPEC', ROSpecID: 0 });
    expect(state()).toEqual(['Disabled']);
    await client.ask({ type: 'DELETE_ROSPEC', ROSpecID: 5 });
    expect(state()).toEqual([]);
  });

  const inside = (spec: ParameterOf<'ROSpec'>, place: LlrpParameter) => ({
    ...spec,
    parameters: spec.parameters?.map((one) => (one.type === 'AISpec' ? place : one)) ?? [],
  });
  test.each<[string, ParameterOf<'ROSpec'>, string]>([
    ['that is active from the start', roSpec({ CurrentState: 'Active' }), 'M_ParameterError'],
    ['with the number 0', roSpec({ ROSpecID: 0 }), 'M_ParameterError'],
    ['without a boundary', roSpec({ parameters: roSpec().parameters?.slice(1) ?? [] }), 'P_MissingParameter'],
    [
      'with another maker’s parameters',
      roSpec({
        parameters: [
          ...(roSpec().parameters?.slice(0, 2) ?? []),
          {
            type: 'ROReportSpec',
            ROReportTrigger: 'None',
            N: 0,
            parameters: [
              ...(parameterIn(roSpec(), 'ROReportSpec')?.parameters ?? []),
              { type: 'ImpinjTagReportContentSelector' },
            ],
          },
        ],
      }),
      'M_ParameterError',
    ],
    [
      'for an antenna that is not there',
      inside(roSpec(), { ...(parameterIn(roSpec(), 'AISpec') as ParameterOf<'AISpec'>), AntennaIDs: [9] }),
      'M_ParameterError',
    ],
  ])('%s is refused', async (_name, spec, code) => {
    const client = await start();
    expect(await client.status({ type: 'ADD_ROSPEC', parameters: [spec] })).toBe(code);
    expect(reader.roSpecs).toEqual([]);
  });

  test('of a number that is taken, or one too many, is refused; an unknown one too', async () => {
    const client = await start();
    await client.ask({ type: 'ADD_ROSPEC', parameters: [roSpec()] });
    expect(await client.status({ type: 'ADD_ROSPEC', parameters: [roSpec()] })).toBe('M_ParameterError');
    const other = roSpec({ ROSpecID: 6 });
    expect(await client.status({ type: 'ADD_ROSPEC', parameters: [other] })).toBe('M_ParameterError');
    expect(await client.status({ type: 'ENABLE_ROSPEC', ROSpecID: 6 })).toBe('M_FieldError');
  });
});

describe('reports', () => {
  test.each([1, 7])('come after every %d reads, each well-formed', async (N) => {
    const client = await start();
    await read(client, N);
    clock.advance(1_000);
    await client.ask({ type: 'GET_ROSPECS' });
    expect(client.reports()).toHaveLength(Math.floor(100 / N));
    for (const report of client.reports()) {
      expect(checkMessage(report)).toEqual([]);
      const counts = parametersIn(report, 'TagReportData').map(
        (tag) => parameterIn(tag, 'TagSeenCount')?.TagCount ?? 0,
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(N);
    }
    const epcs = new Set(client.tags().map((tag) => parameterIn(tag, 'EPC_96')?.EPC));
    expect([...epcs].sort()).toEqual([1, 2, 3, 4, 5].map(tagEpc));
  });

  test('have times of the world, or since the start of the reader', async () => {
    const client = await start({ clockOffsetMs: 5_000 });
    await read(client);
    clock.advance(20);
    clock.advance(20);
    await client.ask({ type: 'GET_ROSPECS' });
    const utc = parameterIn(client.tags()[0] ?? {}, 'FirstSeenTimestampUTC')?.Microseconds;
    expect(utc).toBe(BigInt(clock.now() - 20 + 5_000) * 1000n);
    await reader.stop();
    const plain = await start({ model: 'plain' });
    await read(plain);
    clock.advance(40);
    await plain.ask({ type: 'GET_ROSPECS' });
    expect(parameterIn(plain.tags()[0] ?? {}, 'FirstSeenTimestampUptime')?.Microseconds).toBe(20_000n);
  });

  test('are held after a reconnect until they are asked for', async () => {
    const client = await start();
    const hold: LlrpParameter = { type: 'EventsAndReports', HoldEventsAndReportsUponReconnect: true };
    await client.ask({ type: 'SET_READER_CONFIG', ResetToFactoryDefault: false, parameters: [hold] });
    await read(client);
    client.end();
    await vi.waitFor(() => expect(reader.hasClient).toBe(false), patience);
    clock.advance(500);
    const again = await dial();
    clock.advance(500);
    await again.ask({ type: 'GET_ROSPECS' });
    expect(again.reports()).toEqual([]);
    again.send({ type: 'ENABLE_EVENTS_AND_REPORTS' });
    await again.ask({ type: 'GET_ROSPECS' });
    expect(again.tags()).toHaveLength(100);
  });

  test('leave out what is the same as last, when told to', async () => {
    const client = await start({ faults: ['nil'], tags: 1 });
    await read(client);
    clock.advance(1_000);
    await client.ask({ type: 'GET_ROSPECS' });
    expect(parametersIn(client.tags()[0] ?? {}, 'ROSpecID')).toHaveLength(1);
    for (const tag of client.tags().slice(1)) expect(parametersIn(tag, 'ROSpecID')).toEqual([]);
  });
});

test('the same seed gives the same reads, another gives others', () => {
  const sightings = (seed: number) => {
    const field = new TagField({ tags: 9, antennas: 4, channels: 50, seed });
    return Array.from({ length: 50 }, (_, place) => field.sight([1, 2, 3, 4], place));
  };
  expect(sightings(3)).toEqual(sightings(3));
  expect(sightings(3)).not.toEqual(sightings(4));
});

test('a tag that passes is seen by one antenna after the other, strongest in the middle', () => {
  const field = new TagField({ tags: 0, antennas: 4, channels: 1, seed: 1 });
  field.pass({ epcs: ['30'], durationMs: 5_000 }, 0);
  const strengths = [1, 2, 3, 4].map((antenna) => {
    const times = Array.from({ length: 50 }, (_, place) => place * 100);
    const seen = times.flatMap((atMs) => {
      const sighting = field.sight([antenna], atMs);
      return sighting === null ? [] : [{ atMs, rssiDbm: sighting.rssiDbm }];
    });
    return seen.reduce((best, one) => (one.rssiDbm > best.rssiDbm ? one : best)).atMs;
  });
  expect(strengths).toEqual([...strengths].sort((one, other) => one - other));
  expect(field.sight([1], 5_000)).toBeNull();
});
