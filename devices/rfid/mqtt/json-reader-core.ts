import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { JsonFault } from '../../../protocols/reader-json/json-splitter.ts';
import type { ReaderMessage } from '../../../protocols/reader-json/reader-message.ts';
import type { DeviceState } from '../../device-state.ts';
import { SessionRunner } from '../../session-runner.ts';
import type { RfidEvent } from '../reader.ts';
import {
  freshJson,
  type JsonEffect,
  type JsonInput,
  type JsonSettings,
  type JsonState,
  jsonDueMs,
  type ReaderCommand,
  stepJson,
} from './json-session.ts';

export interface CoreOptions {
  readonly id: string;
  readonly reading: boolean;
  readonly settings: Omit<JsonSettings, 'requestPrefix'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the reader; its answer comes as a message with this id. */
  readonly ask: (command: ReaderCommand, id: string) => void;
  /** Makes a new connection. */
  readonly reopen: (detail: string) => void;
}

/** How many bytes of what was garbled are shown. */
const shownBytes = 512;
/** How long a reader may take to stop before it is left. */
const farewellMs = 2_000;

/** Runs the session of a reader that sends JSON, whatever its messages travel on. */
export class JsonReaderCore {
  private readonly options: CoreOptions;
  private readonly settings: JsonSettings;
  private readonly runner: SessionRunner<JsonState, JsonInput, JsonEffect>;
  private listener: ((event: RfidEvent) => void) | undefined;
  private toldState = '';
  /** Called when a reader that is left has been stopped, or is gone. */
  private parted = () => {};

  constructor(options: CoreOptions) {
    this.options = options;
    this.settings = { ...options.settings, requestPrefix: `${randomUUID().slice(0, 8)}-` };
    this.runner = new SessionRunner<JsonState, JsonInput, JsonEffect>(freshJson(options.reading), {
      clock: options.clock,
      step: (state, input) => stepJson(this.settings, state, input),
      perform: (effect) => this.perform(effect),
      wake: {
        atMs: (state) => finite(jsonDueMs(this.settings, state)),
        tick: () => ({ kind: 'tick', nowMs: this.nowMs() }),
      },
      settled: (state) => {
        if (!state.untold || !state.up) this.parted();
      },
    });
  }

  start(listener: (event: RfidEvent) => void): void {
    this.listener = listener;
  }

  /** Tells nothing more. A reader that was started here is stopped, if that takes no longer than a moment. */
  async close(stops: boolean): Promise<void> {
    this.listener = undefined;
    const { up, alive, wanted } = this.runner.state;
    if (stops && this.settings.controlled && up && alive && wanted) {
      await this.farewell();
    }
    this.runner.input({ kind: 'down' });
    this.runner.stop();
  }

  private farewell(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.options.clock.after(farewellMs, resolve);
      this.parted = () => {
        cancel();
        resolve();
      };
      this.want(false);
    });
  }

  /** @param kept whether a broker may have kept messages for us */
  up(kept: boolean): void {
    this.runner.input({ kind: 'up', kept, nowMs: this.nowMs() });
  }

  down(state: DeviceState, detail: string | undefined): void {
    this.runner.input({ kind: 'down' });
    this.tellState(state, detail);
  }

  want(on: boolean): void {
    this.runner.input({ kind: 'want', on, nowMs: this.nowMs() });
  }

  /** @param aside whether it came on another way than the events */
  message(message: ReaderMessage, aside: boolean): void {
    const { clock } = this.options;
    this.runner.input({ kind: 'message', message, aside, nowMs: this.nowMs(), wallMs: clock.now() });
  }

  life(): void {
    this.runner.input({ kind: 'life', nowMs: this.nowMs() });
  }

  /** @param bytes the bytes in which the fault was found; @param where what its offset counts in */
  garbled({ offset, field, expected }: JsonFault, bytes: Uint8Array, where: string): void {
    const hex = Buffer.from(bytes.subarray(0, shownBytes)).toString('hex');
    const reason = `byte ${offset} of ${where}: ${field} should be ${expected}`;
    this.listener?.({ kind: 'garbled', reason, hex, bytes: bytes.length });
  }

  private nowMs(): number {
    return this.options.clock.monotonicMs();
  }

  private perform(effect: JsonEffect): void {
    switch (effect.kind) {
      case 'tell':
        this.listener?.(effect.event);
        break;
      case 'state':
        this.tellState(effect.state, effect.detail);
        break;
      case 'ask':
        this.options.ask(effect.command, effect.id);
        break;
      case 'reopen':
        this.options.reopen(effect.detail);
        break;
    }
  }

  private tellState(state: DeviceState, detail: string | undefined): void {
    const news = `${state} ${detail ?? ''}`;
    if (news === this.toldState) return;
    this.toldState = news;
    const { id, log } = this.options;
    log.info({ event: 'rfid.state', device: id, state, detail });
    this.listener?.({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }
}

function finite(ms: number | null): number | null {
  return ms === null || Number.isFinite(ms) ? ms : null;
}
