import type { Clock } from '../../../kernel/clock.ts';
import { deviceErrors } from '../../device-errors.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import type { PrinterConnection, SimulatedPrinter } from './simulated-printer.ts';

const travelMs = 150;
const redialMs = 250;

/**
 * A line to a simulated printer in the time of a test, with the faults of networks: a reset loses what is under way; a held
 * line keeps it, and delivers it later even if this side has given the connection up meanwhile.
 */
export class FaultyLine implements Line {
  readonly address = 'test';
  private readonly device: SimulatedPrinter;
  private readonly clock: Clock;
  private readonly lateMs: number;
  private listener: ((event: LineEvent) => void) | undefined;
  private connection: Pipe | undefined;
  private reachableMs = 0;
  private heldUntilMs = 0;

  /** @param lateMs by how much later than the rest a given-up connection delivers */
  constructor(device: SimulatedPrinter, clock: Clock, lateMs: number) {
    this.device = device;
    this.clock = clock;
    this.lateMs = lateMs;
  }

  start(listener: (event: LineEvent) => void): void {
    this.listener = listener;
    this.dial();
  }

  async write(bytes: Uint8Array): Promise<void> {
    const { connection } = this;
    if (connection === undefined) throw deviceErrors.fault('DEVICE_NOT_CONNECTED', 'not connected');
    const copy = bytes.slice();
    connection.later(() => connection.printer.push(copy));
    await Promise.resolve();
  }

  reconnect(reason: string): void {
    const { connection } = this;
    if (connection === undefined) return;
    connection.givenUp = true;
    this.connection = undefined;
    this.listener?.({ kind: 'state', state: 'disconnected', detail: reason });
    this.dial();
  }

  async close(): Promise<void> {
    this.listener = undefined;
    this.connection = undefined;
  }

  /** The other end resets the connection, and takes no other one for so long. */
  reset(forMs: number): void {
    this.reachableMs = Math.max(this.reachableMs, this.clock.monotonicMs() + forMs);
    const { connection } = this;
    if (connection === undefined) return;
    connection.lost = true;
    this.connection = undefined;
    this.listener?.({ kind: 'state', state: 'disconnected', detail: 'reset' });
    this.dial();
  }

  /** Nothing comes through for so long. */
  hold(forMs: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, this.clock.monotonicMs() + forMs);
  }

  private dial(): void {
    this.clock.after(redialMs, () => {
      const now = this.clock.monotonicMs();
      if (this.listener === undefined || this.connection !== undefined) return;
      if (now < Math.max(this.reachableMs, this.heldUntilMs)) this.dial();
      else this.connect();
    });
  }

  private connect(): void {
    const pipe = new Pipe(this.clock, {
      heldUntilMs: () => this.heldUntilMs,
      lateMs: this.lateMs,
      printer: this.device.connect((bytes) =>
        pipe.later(() => {
          if (this.connection === pipe) this.listener?.({ kind: 'bytes', bytes });
        }),
      ),
    });
    this.connection = pipe;
    this.listener?.({ kind: 'state', state: 'connected' });
  }
}

interface PipeOptions {
  readonly heldUntilMs: () => number;
  readonly lateMs: number;
  readonly printer: PrinterConnection;
}

/** One connection: what is under way arrives in its order. */
class Pipe {
  /** Reset by the other end: nothing arrives any more. */
  lost = false;
  /** Given up by this side. */
  givenUp = false;
  readonly printer: PrinterConnection;
  private readonly clock: Clock;
  private readonly options: PipeOptions;

  constructor(clock: Clock, options: PipeOptions) {
    this.clock = clock;
    this.options = options;
    this.printer = options.printer;
  }

  later(deliver: () => void): void {
    const tryAgain = (waitMs: number, mayBeLate: boolean) => {
      this.clock.after(waitMs, () => {
        const restMs = this.options.heldUntilMs() - this.clock.monotonicMs();
        if (this.lost) return;
        if (restMs > 0) tryAgain(restMs, mayBeLate);
        // The system sends again what was not acknowledged, at ever longer intervals.
        else if (this.givenUp && mayBeLate) tryAgain(this.options.lateMs, false);
        else deliver();
      });
    };
    tryAgain(travelMs, true);
  }
}
