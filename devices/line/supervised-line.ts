import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { deviceErrors } from '../device-errors.ts';
import type { DeviceState } from '../device-state.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import type { Line, LineEvent } from './line.ts';
import { freshSession, type Session, type SessionEffect, type SessionInput, stepSession } from './session.ts';

const retryPlan = { firstMs: 250, maxMs: 5_000 };

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
  private session: Session = freshSession;
  private listener: ((event: LineEvent) => void) | undefined;
  private connection: Connection | undefined;
  private announced = '';
  private cancelRetry = () => {};
  private stopWatching = () => {};
  /** Resolves when the connection that `close` found is gone. */
  private ended = () => {};

  constructor(connector: Connector, options: LineOptions) {
    this.address = connector.address;
    this.connector = connector;
    this.options = options;
  }

  start(listener: (event: LineEvent) => void): void {
    this.listener = listener;
    this.stopWatching =
      this.connector.watch?.({
        appeared: () => this.input({ kind: 'appeared' }),
        vanished: () => this.input({ kind: 'vanished' }),
      }) ?? this.stopWatching;
    this.input({ kind: 'start' });
  }

  async write(bytes: Uint8Array): Promise<void> {
    const connection = this.connection;
    if (connection === undefined || this.session.phase !== 'connected') {
      throw deviceErrors.fault('DEVICE_NOT_CONNECTED', `${this.options.device} is not connected`, {
        place: this.address,
      });
    }
    this.options.log.trace({
      event: 'device.sent',
      device: this.options.device,
      hex: Buffer.from(bytes).toString('hex'),
    });
    await new Promise<void>((resolve, reject) =>
      connection.write(bytes, (error) => (error === null ? resolve() : reject(this.writeFault(error)))),
    );
  }

  reconnect(reason: string): void {
    this.input({ kind: 'vanished', detail: reason });
  }

  async close(): Promise<void> {
    this.listener = undefined;
    this.stopWatching();
    this.cancelRetry();
    const gone =
      this.connection === undefined ? undefined : new Promise<void>((resolve) => (this.ended = resolve));
    this.input({ kind: 'stop' });
    await gone;
  }

  private writeFault(error: Error): Error {
    return deviceErrors.fault('DEVICE_WRITE_FAILED', `${this.options.device}: ${error.message}`, {
      place: this.address,
      cause: error,
    });
  }

  private input(input: SessionInput): void {
    const step = stepSession(this.session, input);
    this.session = step.session;
    for (const effect of step.effects) this.perform(effect);
  }

  private perform(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'open':
        this.connect();
        break;
      case 'close':
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
    this.cancelRetry = this.options.clock.after(delayMs, () => this.input({ kind: 'retry-due' }));
  }

  private connect(): void {
    let ended = false;
    const end = (input: SessionInput) => {
      // An unplugged port can report its end more than once.
      if (ended) return;
      ended = true;
      this.connection = undefined;
      this.input(input);
      this.ended();
    };
    const events: ConnectionEvents = {
      opened: () => this.input({ kind: 'opened' }),
      bytes: (bytes) => this.received(bytes),
      failed: (missing, message) => end({ kind: 'open-failed', missing, message }),
      closed: (detail) => end({ kind: 'closed', ...(detail === undefined ? {} : { detail }) }),
    };
    const connection = this.connector.connect(events);
    if (!ended) this.connection = connection;
  }

  private received(bytes: Buffer): void {
    const { log, device } = this.options;
    log.trace({ event: 'device.received', device, hex: bytes.toString('hex') });
    if (this.session.phase === 'connected') this.listener?.({ kind: 'bytes', bytes });
  }

  private announce(state: DeviceState, detail?: string): void {
    const news = detail === undefined ? state : `${state}: ${detail}`;
    if (news === this.announced) return;
    this.announced = news;
    const { device, log } = this.options;
    log.info({ event: 'device.state', device, state, detail }, `${device} ${news}`);
    this.listener?.({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
  }
}
