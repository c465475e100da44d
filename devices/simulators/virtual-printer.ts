import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { deviceErrors } from '../device-errors.ts';
import { codeOfLabel } from './printer/label-code.ts';
import { drawLabel } from './printer/label-drawing.ts';
import { type PrinterWire, tcpWire } from './printer/printer-wires.ts';
import { SimulatedPrinter } from './printer/simulated-printer.ts';

/** A label that came out, newest first. */
interface PrintedLabel {
  readonly label: number;
  readonly at: string;
  /** What a scanner reads from it; null if it has no barcode. */
  readonly code: string | null;
}

interface Kept extends PrintedLabel {
  readonly zpl: Uint8Array;
}

const labelMs = 400;
/** Labels for a parcel by the sheet A6, at 203 dpi. */
const size = { dotsPerMm: 8, widthMm: 105, heightMm: 148 } as const;
const mostKept = 50;

/** A label printer without hardware on a port of the loopback; what it printed last can be looked at. */
export class VirtualPrinter {
  readonly id: string;
  hasPaper = true;
  private readonly device: SimulatedPrinter;
  private readonly wire: PrinterWire;
  private kept: Kept[] = [];
  private drawing: Promise<unknown> = Promise.resolve();

  constructor(at: { readonly id: string; readonly port: number }, clock: Clock) {
    this.id = at.id;
    const printed = (zpl: Uint8Array, label: number) => {
      const one = { label, at: isoInstant(clock.now()), code: codeOfLabel(zpl), zpl };
      this.kept = [one, ...this.kept].slice(0, mostKept);
    };
    this.device = new SimulatedPrinter({ labelMs, dotsPerMm: size.dotsPerMm, counts: true, printed }, clock);
    this.wire = tcpWire({ host: '127.0.0.1', port: at.port }, this.device);
  }

  start(): Promise<void> {
    return this.wire.plug();
  }

  stop(): Promise<void> {
    return this.wire.unplug();
  }

  setPaper(hasPaper: boolean): void {
    this.hasPaper = hasPaper;
    this.device.set('paperOut', !hasPaper);
  }

  labels(): PrintedLabel[] {
    return this.kept.map(({ label, at, code }) => ({ label, at, code }));
  }

  /** One after the other, as drawing takes a while. @throws SIMULATOR_LABEL_UNKNOWN */
  picture(label: number): Promise<Buffer> {
    const found = this.kept.find((one) => one.label === label);
    if (found === undefined) {
      throw deviceErrors.fault(
        'SIMULATOR_LABEL_UNKNOWN',
        `printer ${this.id} has no label ${label} any more`,
      );
    }
    const picture = this.drawing.then(() => drawLabel(found.zpl, size));
    this.drawing = picture.catch(() => undefined);
    return picture;
  }
}
