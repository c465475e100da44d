import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { freshKeyboard, type KeyboardMachine, keyboardStep } from '../../../protocols/hid/keyboard.ts';
import { keyboardLayouts, type LayoutName } from '../../../protocols/hid/keyboard-layouts.ts';
import { type KeyboardReader, keyboardReader } from '../../../protocols/hid/keyboard-report.ts';
import {
  type KeyboardScanEvent,
  type KeyboardScanSettings,
  type KeyboardScanState,
  keyboardScanCut,
  keyboardScanStep,
  nothingScanned,
} from '../../../protocols/hid/keyboard-scan.ts';
import { parseReportDescriptor } from '../../../protocols/hid/report-descriptor.ts';
import type { TypingEvent } from '../../../protocols/hid/typing.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { superviseLine } from '../../line/supervised-line.ts';
import { garbled, type TextSettings, understand } from '../reading.ts';
import { ScanTeller } from '../scan-teller.ts';
import type { Scanner, ScannerListener } from '../scanner.ts';
import type { HidAccess } from './hid-access.ts';
import { type HidConnectorOptions, hidConnector } from './hid-connector.ts';
import { hidReason } from './hid-reason.ts';
import type { HidSelection } from './hid-selection.ts';

export interface KeyboardScannerOptions {
  readonly id: string;
  readonly selection: HidSelection;
  readonly descriptor?: Uint8Array | undefined;
  readonly layout: LayoutName;
  readonly scans: KeyboardScanSettings;
  /** A pause of this length ends a scan without terminator; without it such a scan is garbled. */
  readonly idleMs?: number | undefined;
  readonly text: TextSettings;
  readonly access: HidAccess;
  /** Keeps what it types from other programs; left out, it types there too. */
  readonly hold?: HidConnectorOptions['hold'];
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A scanner types without a pause; one of this length means that the rest was lost. */
const fragmentMs = 500;
const wanted = { page: 0x01, usage: 0x06, name: 'keyboard' };

/** A scanner that types like a keyboard, read from its reports and not from the desktop. */
export function createKeyboardScanner(options: KeyboardScannerOptions): Scanner {
  return new KeyboardScanner(options);
}

class KeyboardScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: KeyboardScannerOptions;
  private readonly line: Line;
  private readonly teller: ScanTeller;
  private reader: KeyboardReader | undefined;
  private keyboard: KeyboardMachine = freshKeyboard;
  private typed: KeyboardScanState = nothingScanned;
  private cancelPause = () => {};

  constructor(options: KeyboardScannerOptions) {
    const { id, boot, clock, log } = options;
    this.id = id;
    this.options = options;
    this.teller = new ScanTeller(id, boot);
    const prepare = (descriptor: Uint8Array) => this.prepare(descriptor);
    this.line = superviseLine(hidConnector({ ...options, wanted, prepare }), { device: id, clock, log });
    this.address = this.line.address;
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.line.start((event) => this.heard(event));
  }

  /** A keyboard has lights for its own locks, and nothing that a scanner would show. */
  signal(): void {}

  async close(): Promise<void> {
    this.teller.close();
    this.cancelPause();
    await this.line.close();
  }

  private prepare(bytes: Uint8Array): string | null {
    const descriptor = parseReportDescriptor(bytes);
    const reader = descriptor.ok ? keyboardReader(descriptor.value) : descriptor;
    if (!reader.ok) return `its report descriptor ${hidReason(reader.fault)}`;
    this.reader = reader.value;
    this.keyboard = freshKeyboard;
    this.typed = nothingScanned;
    return null;
  }

  private heard(event: LineEvent): void {
    this.cancelPause();
    if (event.kind === 'bytes') {
      this.hear(event.bytes);
      return;
    }
    if (event.state !== 'connected') this.cut();
    this.teller.tell(event);
  }

  private hear(report: Uint8Array): void {
    if (this.reader === undefined) return;
    const { layout, clock, idleMs } = this.options;
    const step = keyboardStep(this.reader, keyboardLayouts[layout], this.keyboard, report);
    this.keyboard = step.state;
    for (const event of step.events) this.type(event);
    if (this.typed === nothingScanned) return;
    this.cancelPause = clock.after(idleMs ?? fragmentMs, () =>
      idleMs === undefined ? this.cut() : this.end(),
    );
  }

  private type(event: TypingEvent): void {
    const step = keyboardScanStep(this.options.scans, this.typed, event);
    this.typed = step.state;
    for (const told of step.events) this.tell(told);
  }

  private cut(): void {
    const events = keyboardScanCut(this.typed);
    this.typed = nothingScanned;
    for (const event of events) this.tell(event);
  }

  private end(): void {
    const [terminator] = this.options.scans.terminators;
    if (terminator !== undefined) this.type({ kind: 'key', key: terminator });
  }

  private tell(event: KeyboardScanEvent): void {
    if (event.kind === 'key') return;
    if (event.kind === 'scan') {
      this.teller.tell({ kind: 'scan', text: understand(event.text, this.options.text) });
      return;
    }
    const bytes = Buffer.from(event.text);
    this.teller.tell(garbled(bytes, bytes.length, hidReason(event.fault)));
  }
}
