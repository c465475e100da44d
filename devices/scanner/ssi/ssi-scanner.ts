import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { SsiFault } from '../../../protocols/ssi/fault.ts';
import { encodeParameters } from '../../../protocols/ssi/message.ts';
import { beepCode } from '../../../protocols/ssi/opcodes.ts';
import {
  freshSsiSession,
  type SsiAction,
  type SsiInput,
  type SsiSession,
  ssiStep,
  ssiWakeAtMs,
  usualSsiSettings,
} from '../../../protocols/ssi/session.ts';
import type { SsiCommand } from '../../../protocols/ssi/session-commands.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { SessionRunner } from '../../session-runner.ts';
import { garbled, type TextSettings, understand } from '../reading.ts';
import { ScanTeller } from '../scan-teller.ts';
import type { Scanner, ScannerListener, ScannerSignal } from '../scanner.ts';
import { ssiReason } from './ssi-reason.ts';

export interface SsiScannerOptions {
  readonly id: string;
  /** What the packets come over; the scanner starts and closes it. */
  readonly line: Line;
  readonly text: TextSettings;
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Parameter 238 (0xEE), decode data packet format, 1: packets, so that each scan can be answered (Zebra 72E-40451). */
const packetedData: ReadonlyMap<number, number> = new Map([[238, 1]]);
const beeps: Record<ScannerSignal, number> = {
  accepted: beepCode(1, 'high', 'short'),
  refused: beepCode(3, 'low', 'long'),
};
/** The good-read light among those of LED_ON. */
const goodReadLed = Uint8Array.of(1);
const lightMs = 500;
/** A packet that was asked for again has come by then, if it comes. */
const resendMs = 2_500;

type Input = SsiInput extends infer One ? (One extends unknown ? Omit<One, 'atMs'> : never) : never;

/** A scanner that speaks the Simple Serial Interface: it keeps a scan until the station has taken it. */
export function createSsiScanner(options: SsiScannerOptions): Scanner {
  return new SsiScanner(options);
}

class SsiScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: SsiScannerOptions;
  private readonly teller: ScanTeller;
  private readonly runner: SessionRunner<SsiSession, Input, SsiAction>;
  private connected = false;
  private lastBytes: Uint8Array = new Uint8Array(0);
  private commands = 0;
  private cancelLight = () => {};
  private cancelResend = () => {};

  constructor(options: SsiScannerOptions) {
    this.id = options.id;
    this.address = options.line.address;
    this.options = options;
    this.teller = new ScanTeller(options.id, options.boot);
    const { clock } = options;
    this.runner = new SessionRunner<SsiSession, Input, SsiAction>(freshSsiSession, {
      clock,
      step: (session, input) => {
        const { state, actions } = ssiStep(usualSsiSettings, session, {
          ...input,
          atMs: clock.monotonicMs(),
        });
        return { state, effects: actions };
      },
      perform: (action) => this.perform(action),
      wake: {
        atMs: (session) => (this.connected ? ssiWakeAtMs(usualSsiSettings, session) : null),
        tick: () => ({ kind: 'tick' }),
      },
    });
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.options.line.start((event) => this.heard(event));
  }

  signal(signal: ScannerSignal): void {
    if (!this.connected) return;
    this.command('BEEP', Uint8Array.of(beeps[signal]));
    if (signal === 'refused') return;
    this.cancelLight();
    this.command('LED_ON', goodReadLed);
    this.cancelLight = this.options.clock.after(lightMs, () => this.command('LED_OFF', goodReadLed));
  }

  async close(): Promise<void> {
    this.teller.close();
    this.connected = false;
    this.runner.stop();
    this.cancelLight();
    this.cancelResend();
    await this.options.line.close();
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.lastBytes = event.bytes;
      this.runner.input({ kind: 'bytes', bytes: event.bytes });
      return;
    }
    this.connected = event.state === 'connected';
    const { assembly, stream } = this.runner.state;
    if (assembly !== null || stream.rest.length > 0) {
      this.teller.tell(garbled(this.lastBytes, this.lastBytes.length, 'ended before it was whole'));
    }
    this.forget();
    this.teller.tell(event);
    if (!this.connected) return;
    this.command('WAKEUP');
    this.command('PARAM_SEND', encodeParameters(packetedData));
  }

  /** What a connection has begun ends with it: a scan that was not answered comes again over the next. */
  private forget(): void {
    this.runner.restart({ ...freshSsiSession, nextScanId: this.runner.state.nextScanId });
    this.cancelLight();
  }

  private command(name: SsiCommand['name'], data?: Uint8Array): void {
    this.commands += 1;
    this.runner.input({ kind: 'command', command: { id: this.commands, name, ...(data && { data }) } });
  }

  private perform(action: SsiAction): void {
    const { line, log } = this.options;
    switch (action.kind) {
      case 'send':
        // A line that took nothing says so by its state, and the decoder repeats itself.
        line.write(action.bytes).catch(() => {});
        break;
      case 'scan':
        this.tellScan(action);
        break;
      case 'fault':
        this.tellFault(action.fault);
        break;
      case 'command-failed':
        log.warn(
          { event: 'scanner.command_failed', device: this.id, reason: action.reason },
          failure(action.reason),
        );
        break;
      case 'command-done':
      case 'message':
        break;
    }
  }

  private tellScan({ scanId, data, text }: SsiAction & { kind: 'scan' }): void {
    this.cancelResend();
    const { text: settings } = this.options;
    const sent = settings.aim ? text : Buffer.from(data).toString('utf8');
    const taken = this.teller.tell({ kind: 'scan', text: understand(sent, settings) });
    this.runner.input({ kind: taken ? 'accept' : 'refuse', scanId });
  }

  /** A damaged packet was asked for again: it is a loss only if it does not come. */
  private tellFault(fault: SsiFault): void {
    const event = garbled(this.lastBytes, this.lastBytes.length, ssiReason(fault));
    if (fault.code !== 'checksum' && fault.code !== 'unfinished') {
      this.teller.tell(event);
      return;
    }
    this.cancelResend();
    this.cancelResend = this.options.clock.after(resendMs, () => this.teller.tell(event));
  }
}

function failure(reason: string): string {
  return reason === 'NO_ANSWER'
    ? 'the scanner does not answer: is it set to SSI, and to this baud rate?'
    : 'the scanner did not do what it was told';
}
