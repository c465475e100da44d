import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { deviceErrors } from '../device-errors.ts';
import type { DeviceState } from '../device-state.ts';
import { SessionRunner } from '../session-runner.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import type { Line, LineEvent } from './line.ts';
import { freshSession, type Session, type SessionEffect, type SessionInput, stepSession } from './session.ts';
import { WriteQueue } from './write-queue.ts';

const retryPlan = { firstMs: 250, maxMs: 5_000 };
/** A connection that held no longer is no success. */
const briefMs = 1_000;

export interface LineOptions {
  /** The device's name in the log. */
  readonly device: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A line that connects, and connects again, whenever its connector can. */
export function superviseLine(connector: Connector, options: LineOptions): Line {
  return new SupervisedLine(connector, options);
}

/** Wires a connector, the clock and the session together; the session decides. */
class SupervisedLine implements Line {
  readonly address: string;
  private readonly connector: Connector;
  private readonly options: LineOptions;
  private readonly writes = new WriteQueue();
  private readonly runner: SessionRunner<Session, SessionInput, SessionEffect>;
  private listener: ((event: LineEvent) => void) | undefined;
  private connection: Connection | undefined;
  private connectedAtMs = 0;
  private announced: { readonly state: DeviceState; readonly detail: string | undefined } | undefined;
  private cancelRetry = () => {};
  private stopWatching = () => {};
  /** Set by `close`; resolves when the connection that it found is gone. */
  private ended: Promise<void> | undefined;
  private end = () => {};

  constructor(connector: Connector, options: LineOptions) {
    this.address = connector.address;
    this.connector = connector;
    this.options = options;
    this.runner = new SessionRunner<Session, SessionInput, SessionEffect>(freshSession, {
      clock: options.clock,
      step: stepSession,
      perform: (effect) => this.perform(effect),
      settled: () => {
        if (this.ended !== undefined && this.connection === undefined) this.end();
      },
    });
  }

  start(listener: (event: LineEvent) => void): void {
    if (this.ended !== undefined || this.runner.state.phase !== 'stopped') return;
    this.listener = listener;
    this.runner.input({ kind: 'start' });
    const stop = this.connector.watch?.({
      appeared: () => this.runner.input({ kind: 'appeared' }),
      vanished: () => this.runner.input(this.parted('vanished', undefined)),
    });
    // The listener may have closed the line already.
    if (this.ended === undefined) this.stopWatching = stop ?? this.stopWatching;
    else stop?.();
  }

  async write(bytes: Uint8Array): Promise<void> {
    const connection = this.usable();
    const written = this.writes.add(bytes.length, async () => {
      // Its turn may come after the connection that it was meant for.
      if (this.usable() !== connection) throw this.notConnected();
      await this.hand(connection, bytes);
    });
    if (written === undefined) throw this.writeFault(new Error('too much waits to be sent already'));
    await written;
  }

  reconnect(reason: string): void {
    this.runner.input(this.parted('vanished', reason));
  }

  close(): Promise<void> {
    if (this.ended === undefined) {
      this.ended = new Promise((resolve) => {
        this.end = resolve;
      });
      this.listener = undefined;
      this.stopWatching();
      this.runner.input({ kind: 'stop' });
    }
    return this.ended;
  }

  private usable(): Connection {
    if (this.connection === undefined || this.runner.state.phase !== 'connected') throw this.notConnected();
    return this.connection;
  }

  private async hand(connection: Connection, bytes: Uint8Array): Promise<void> {
    this.trace('device.sent', bytes);
    const error = await new Promise<Error | null>((resolve) => connection.write(bytes, resolve));
    if (error === null) return;
    // What is left of the bytes must not arrive behind the back of a caller who was told that they failed.
    if (this.connection === connection) this.reconnect(error.message);
    throw this.writeFault(error);
  }

  private notConnected(): Error {
    return deviceErrors.fault('DEVICE_NOT_CONNECTED', `${this.options.device} is not connected`, {
      place: this.address,
    });
  }

  private writeFault(error: Error): Error {
    return deviceErrors.fault('DEVICE_WRITE_FAILED', `${this.options.device}: ${error.message}`, {
      place: this.address,
      cause: error,
    });
  }

  private perform(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'open':
        this.connect();
        break;
      case 'close':
        this.cancelRetry();
        this.connection?.close();
        break;
      case 'retry':
        this.retryLater(effect.attempt);
        break;
      case 'announce':
        this.announce(effect.state, effect.detail);
        break;
    }
  }

  private retryLater(attempt: number): void {
    this.cancelRetry();
    const delayMs = backoffMs(attempt, retryPlan);
    this.cancelRetry = this.options.clock.after(delayMs, () => this.runner.input({ kind: 'retry-due' }));
  }

  private connect(): void {
    this.cancelRetry();
    let ended = false;
    const end = (input: SessionInput) => {
      // An unplugged port can report its end more than once.
      if (ended) return;
      ended = true;
      this.connection = undefined;
      this.runner.input(input);
    };
    const events: ConnectionEvents = {
      opened: () => {
        this.connectedAtMs = this.options.clock.monotonicMs();
        if (!ended) this.runner.input({ kind: 'opened' });
      },
      bytes: (bytes) => {
        if (!ended) this.received(bytes);
      },
      failed: (missing, message) => end({ kind: 'open-failed', missing, message }),
      closed: (detail) => end(this.parted('closed', detail)),
    };
    try {
      const connection = this.connector.connect(events);
      if (!ended) this.connection = connection;
    } catch (thrown) {
      // Settings that the transport does not take at all.
      events.failed(false, messageOf(thrown));
    }
  }

  private parted(kind: 'closed' | 'vanished', detail: string | undefined): SessionInput {
    const brief = this.options.clock.monotonicMs() - this.connectedAtMs < briefMs;
    return { kind, brief, ...(detail === undefined ? {} : { detail }) };
  }

  private received(bytes: Buffer): void {
    this.trace('device.received', bytes);
    if (this.runner.state.phase === 'connected') this.listener?.({ kind: 'bytes', bytes });
  }

  private trace(event: string, bytes: Uint8Array): void {
    const { device, log } = this.options;
    if (!log.isLevelEnabled('trace')) return;
    const { buffer, byteOffset, length } = bytes;
    log.trace({ event, device, hex: Buffer.from(buffer, byteOffset, length).toString('hex') });
  }

  private announce(state: DeviceState, detail?: string): void {
    const { device, log } = this.options;
    const before = this.announced;
    // Why it is still not there is no news, and each try may find another reason.
    if (before?.state === state && (before.detail === detail || state === 'disconnected')) {
      log.debug({ event: 'device.retried', device, state, detail });
      return;
    }
    this.announced = { state, detail };
    const news = detail === undefined ? state : `${state}: ${detail}`;
    log.info({ event: 'device.state', device, state, detail }, `${device} ${news}`);
    this.listener?.({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }
}
