import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { DecodeFault } from '../../../protocols/uhf/decoding.ts';
import type { SkippedBytes } from '../../../protocols/uhf/framing.ts';
import {
  closedUhf,
  stepUhf,
  type UhfEffect,
  type UhfFamily,
  type UhfInput,
  type UhfNotice,
  type UhfState,
} from '../../../protocols/uhf/session.ts';
import type { DeviceStateEvent } from '../../device-state.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { SessionRunner } from '../../session-runner.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { ByteHistory } from './byte-history.ts';

export interface UhfReaderOptions<Frame> {
  readonly id: string;
  /** What the frames come over; the reader starts and closes it. */
  readonly line: Line;
  readonly family: UhfFamily<Frame>;
  /** Whether it reads from the start. */
  readonly reading: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** How many bytes of what was garbled are shown. */
const shownBytes = 512;
/** Runs of foreign bytes are told in pieces of this size at most, while a frame may be pending behind them. */
const historyBytes = 2_048;
/** The same trouble is told again after this time. */
const quietMs = 60_000;
const maxTroubles = 64;
/** How long a module may take to hear that it is to stop, before its port is closed. */
const farewellMs = 1_000;
const resting: readonly UhfState['phase'][] = ['closed', 'failed', 'idle', 'setting-up'];

type Input = UhfInput extends infer One ? (One extends unknown ? Omit<One, 'nowMs'> : never) : never;

/**
 * A serial UHF module. It counts as connected when it has answered and taken its settings: a port that opens says nothing
 * of what hangs on it.
 */
export function createUhfReader<Frame>(options: UhfReaderOptions<Frame>): RfidReader {
  return new UhfReader(options);
}

class UhfReader<Frame> implements RfidReader {
  readonly id: string;
  readonly address: string;
  private readonly options: UhfReaderOptions<Frame>;
  private readonly history = new ByteHistory(historyBytes);
  private readonly toldAtMs = new Map<string, number>();
  private readonly runner: SessionRunner<UhfState, Input, UhfEffect>;
  private listener: ((event: RfidEvent) => void) | undefined;
  private toldState = '';
  private lastChunk: Uint8Array = new Uint8Array(0);
  /** Called when the module does not read, and need not be told so. */
  private parted = () => {};
  private ended: Promise<void> | undefined;

  constructor(options: UhfReaderOptions<Frame>) {
    this.id = options.id;
    this.address = options.line.address;
    this.options = options;
    const { clock, family, reading } = options;
    this.runner = new SessionRunner<UhfState, Input, UhfEffect>(
      { ...closedUhf, wanted: reading },
      {
        clock,
        step: (state, input) =>
          stepUhf(family, state, input.kind === 'closed' ? input : { ...input, nowMs: clock.monotonicMs() }),
        perform: (effect) => this.perform(effect),
        wake: { atMs: (state) => state.dueMs, tick: () => ({ kind: 'tick' }) },
        settled: (state) => {
          if (resting.includes(state.phase)) this.parted();
        },
      },
    );
  }

  start(listener: (event: RfidEvent) => void): void {
    if (this.ended !== undefined || this.listener !== undefined) return;
    this.listener = listener;
    this.options.line.start((event) => this.heard(event));
  }

  setReading(on: boolean): void {
    if (this.ended === undefined) this.runner.input({ kind: on ? 'start' : 'stop' });
  }

  close(): Promise<void> {
    this.ended ??= this.end();
    return this.ended;
  }

  private async end(): Promise<void> {
    this.listener = undefined;
    await this.farewell();
    this.runner.stop();
    await this.options.line.close();
  }

  /** A module that streams would go on when nobody listens any more. */
  private farewell(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.after(farewellMs, resolve);
      this.parted = () => {
        cancel();
        resolve();
      };
      this.runner.input({ kind: 'stop' });
    });
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.history.add(event.bytes);
      this.lastChunk = event.bytes;
      this.runner.input({ kind: 'bytes', bytes: event.bytes });
      return;
    }
    this.history.clear();
    this.runner.input({ kind: event.state === 'connected' ? 'opened' : 'closed' });
    if (event.state !== 'connected') this.tellState(event);
  }

  private perform(effect: UhfEffect): void {
    switch (effect.kind) {
      case 'send':
        // A line that took nothing says so by its state, and what stays unanswered is sent again.
        this.options.line.write(effect.bytes).catch(() => {});
        break;
      case 'reads':
        this.listener?.({ kind: 'reads', reads: effect.reads });
        break;
      case 'notice':
        this.notice(effect.notice);
        break;
      case 'fault':
        this.tellFault(effect.fault);
        break;
      case 'announce':
        this.announced(effect);
        break;
      case 'reopen':
        this.options.line.reconnect(effect.detail);
        break;
    }
  }

  /** A module that does not answer is gone, which the line says when it is opened anew; one that refuses is there. */
  private announced({ state, detail }: UhfEffect & { kind: 'announce' }): void {
    if (state !== 'failed') this.tellState({ kind: 'state', state: 'connected' });
    else if (this.runner.state.phase === 'failed') this.tellState({ kind: 'state', state, detail });
  }

  private tellState(event: DeviceStateEvent): void {
    const news = `${event.state} ${event.detail ?? ''}`;
    if (news === this.toldState) return;
    this.toldState = news;
    this.options.log.info({ event: 'rfid.state', device: this.id, state: event.state, detail: event.detail });
    this.listener?.(event);
  }

  private notice({ kind, text }: UhfNotice): void {
    this.options.log.debug({ event: 'rfid.notice', device: this.id, kind }, text);
    if (kind === 'identity' || kind === 'temperature' || kind === 'statistics') return;
    const nowMs = this.options.clock.monotonicMs();
    const toldAtMs = this.toldAtMs.get(text);
    if (toldAtMs !== undefined && nowMs - toldAtMs < quietMs) return;
    if (this.toldAtMs.size >= maxTroubles) this.toldAtMs.clear();
    this.toldAtMs.set(text, nowMs);
    this.listener?.({ kind: 'trouble', message: text });
  }

  private tellFault(fault: DecodeFault | SkippedBytes): void {
    const isFrame = !('skipped' in fault);
    const shown = isFrame ? this.lastChunk : this.history.slice(fault.offset, fault.skipped);
    const what = isFrame ? 'a frame whose data at byte' : 'bytes of no frame: at byte';
    this.listener?.({
      kind: 'garbled',
      reason: `${what} ${fault.offset} should have ${fault.field} ${fault.expected}`,
      hex: Buffer.from(shown.subarray(0, shownBytes)).toString('hex'),
      bytes: isFrame ? shown.length : fault.skipped,
    });
  }
}
