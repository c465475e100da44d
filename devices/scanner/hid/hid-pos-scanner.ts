import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { encodePosCommand } from '../../../protocols/hid/pos-command.ts';
import { type PosLayout, posLayout } from '../../../protocols/hid/pos-layout.ts';
import {
  idlePosScanner,
  type PosEvent,
  type PosState,
  type PosStep,
  posCut,
  posStep,
} from '../../../protocols/hid/pos-scanner.ts';
import { parseReportDescriptor, type ReportDescriptor } from '../../../protocols/hid/report-descriptor.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { superviseLine } from '../../line/supervised-line.ts';
import { garbled, type TextSettings, understand } from '../reading.ts';
import { ScanTeller } from '../scan-teller.ts';
import type { Scanner, ScannerListener, ScannerSignal } from '../scanner.ts';
import type { HidAccess, HidHandle } from './hid-access.ts';
import { hidConnector } from './hid-connector.ts';
import { hidReason } from './hid-reason.ts';
import type { HidSelection } from './hid-selection.ts';

export interface HidPosScannerOptions {
  readonly id: string;
  readonly selection: HidSelection;
  readonly descriptor?: Uint8Array | undefined;
  readonly text: TextSettings;
  readonly access: HidAccess;
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The reports of a scan follow each other at once: a pause of this length means that the rest was lost. */
const pauseMs = 1_000;
const wanted = { page: 0x8c, name: 'HID POS scanner' };

/** A USB scanner that reports as a HID POS device (HID Point of Sale Usage Tables 1.02, page 0x8C). */
export function createHidPosScanner(options: HidPosScannerOptions): Scanner {
  return new HidPosScanner(options);
}

class HidPosScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: HidPosScannerOptions;
  private readonly line: Line;
  private readonly teller: ScanTeller;
  private device: { readonly handle: HidHandle; readonly descriptor: ReportDescriptor } | undefined;
  private layout: PosLayout | undefined;
  private state: PosState = idlePosScanner;
  private cancelPause = () => {};

  constructor(options: HidPosScannerOptions) {
    const { id, boot, clock, log } = options;
    this.id = id;
    this.options = options;
    this.teller = new ScanTeller(id, boot);
    const prepare = (bytes: Uint8Array, handle: HidHandle) => this.prepare(bytes, handle);
    this.line = superviseLine(hidConnector({ ...options, wanted, prepare }), { device: id, clock, log });
    this.address = this.line.address;
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.line.start((event) => this.heard(event));
  }

  signal(signal: ScannerSignal): void {
    const { device } = this;
    if (device === undefined) return;
    const report = encodePosCommand(
      device.descriptor,
      signal === 'accepted' ? 'good-read-beep' : 'error-beep',
    );
    if (!report.ok) return;
    const { kind, bytes } = report.value;
    const { handle } = device;
    // A scanner that is gone says so by its state.
    (kind === 'output' ? handle.sendOutput(bytes) : handle.sendFeature(bytes)).catch(() => {});
  }

  async close(): Promise<void> {
    this.teller.close();
    this.cancelPause();
    this.device = undefined;
    await this.line.close();
  }

  private prepare(bytes: Uint8Array, handle: HidHandle): string | null {
    const descriptor = parseReportDescriptor(bytes);
    const layout = descriptor.ok ? posLayout(descriptor.value) : descriptor;
    if (!descriptor.ok || !layout.ok) {
      return layout.ok ? null : `its report descriptor ${hidReason(layout.fault)}`;
    }
    this.layout = layout.value;
    this.device = { handle, descriptor: descriptor.value };
    this.state = idlePosScanner;
    return null;
  }

  private heard(event: LineEvent): void {
    this.cancelPause();
    if (event.kind === 'bytes') {
      if (this.layout !== undefined) this.take(posStep(this.layout, this.state, event.bytes));
      if (this.state.pending.length > 0)
        this.cancelPause = this.options.clock.after(pauseMs, () => this.cut());
      return;
    }
    if (event.state !== 'connected') {
      this.device = undefined;
      this.cut();
    }
    this.teller.tell(event);
  }

  private cut(): void {
    this.take(posCut(this.state));
  }

  private take({ state, events }: PosStep): void {
    this.state = state;
    for (const event of events) this.tell(event);
  }

  private tell(event: PosEvent): void {
    if (event.kind === 'fault') {
      this.teller.tell(garbled(event.data, event.data.length, hidReason(event.fault)));
      return;
    }
    const { text: settings } = this.options;
    const identifier = event.aim?.length ?? 0;
    const text = settings.aim ? event.text : event.text.slice(identifier);
    this.teller.tell({ kind: 'scan', text: understand(text, settings) });
  }
}
