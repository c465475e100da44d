import type { LlrpMessage, LlrpParameter } from '../../../protocols/llrp/message.ts';
import type { LlrpTagRead } from '../../../protocols/llrp/report-fields.ts';
import type { RfidEvent } from '../reader.ts';
import { llrpReaderConfig } from './llrp-config.ts';
import { llrpStep, llrpWakeAtMs } from './session.ts';
import { freshLlrpSession, type LlrpInput, type LlrpSession } from './session-state.ts';

type Timeless<Input> = Input extends unknown ? Omit<Input, 'atMs' | 'nowMs'> : never;
type Input = Timeless<LlrpInput>;

const nowAtStartMs = 1_767_592_800_000;
export const success: LlrpParameter = { type: 'LLRPStatus', StatusCode: 'M_Success', ErrorDescription: '' };
export const wrong: LlrpParameter = {
  type: 'LLRPStatus',
  StatusCode: 'M_ParameterError',
  ErrorDescription: 'no',
};

/** A session under a clock that only the test moves, and all that came of it. */
export class Bench {
  /** What the reader answers that it can; of a simulated one, which only a test may import. */
  static capabilities: readonly LlrpParameter[] = [];
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
    const about = pending.answer === 'GET_READER_CAPABILITIES_RESPONSE' ? Bench.capabilities : [];
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

export function read(changes: Partial<LlrpTagRead> = {}): LlrpTagRead {
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
