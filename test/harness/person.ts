import type { VirtualScanner } from '../../devices/simulators/virtual-scanner.ts';
import type { LastScan, ScreenLine, ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { ScreenStream } from './screen-stream.ts';

/** How long a person looks at a screen that does not react before scanning again. */
const patienceMs = 1500;

/**
 * A person at a pack station who does what the screen says: scans the order sheet, then each item (a whole case where one fits,
 * else single units), then the label. Sees nothing but the screen, does nothing but scan.
 */
export class Person {
  readonly station: string;
  /** Everything that the screen confirmed or refused. A seq that is shown again with something else counts as another. */
  readonly seen = new Map<string, LastScan>();
  /** Scans that were made, and those that were not answered in time and so were decided anew. */
  scans = 0;
  unanswered = 0;
  readonly edgeUrl: string;
  private readonly scanner: VirtualScanner;
  private readonly screen: ScreenStream;

  constructor(station: string, edgeUrl: string, scanner: VirtualScanner) {
    this.station = station;
    this.edgeUrl = edgeUrl;
    this.scanner = scanner;
    this.screen = new ScreenStream(edgeUrl, (view) => {
      // Without a place in the log it is the news that nothing could be stored.
      if (view.last !== null && view.last.seq > 0)
        this.seen.set(`${view.last.seq} ${view.last.at}`, view.last);
    });
  }

  leave(): void {
    this.screen.close();
  }

  /** Scans and waits until the screen shows a new last scan; null if it did not in time. */
  async scan(code: string): Promise<ScreenView | null> {
    const before = this.screen.view?.last?.seq ?? 0;
    this.scans += 1;
    this.scanner.scan(code);
    const after = await this.screen.next((view) => (view.last?.seq ?? 0) > before, patienceMs);
    if (after === null) this.unanswered += 1;
    return after;
  }

  /** Works one order from its sheet to its dispatch, however often the station goes away meanwhile. */
  async workOrder(order: string, signal?: AbortSignal): Promise<void> {
    let started = false;
    for (;;) {
      signal?.throwIfAborted();
      const view = await this.screen.current(30_000);
      if (view.order === null && started && view.last?.verdict === 'shipment_dispatched') return;
      if (view.order !== null && view.order.number !== order)
        throw new Error(`${this.station} is at ${view.order.number}, not ${order}`);
      const answer = await this.scan(view.order === null ? order : nextCode(view));
      if (view.order !== null || answer?.order?.number === order) started = true;
      if (answer?.last?.verdict === 'refused_order_done') return;
    }
  }

  /** Waits until the station's replica of work holds at least that many open orders. */
  async awaitOrders(atLeast: number, limitMs: number): Promise<void> {
    const view = await this.screen.next((candidate) => candidate.queue.total >= atLeast, limitMs);
    if (view === null)
      throw new Error(
        `${this.station} did not get ${atLeast} orders, only ${this.screen.view?.queue.total ?? 0}`,
      );
  }
}

function nextCode(view: ScreenView): string {
  const parcel = view.order?.parcels.find((candidate) => !candidate.scanned);
  if (view.phase === 'sealed' && parcel !== undefined) return `00${parcel.sscc}`;
  const line = view.order?.lines.find((candidate) => candidate.done + candidate.shorted < candidate.units);
  if (line === undefined) throw new Error(`nothing to scan in phase ${view.phase}: ${view.prompt}`);
  return barcodeFor(line);
}

/** The largest packaging that still fits. */
function barcodeFor(line: ScreenLine): string {
  const missing = line.units - line.done - line.shorted;
  const fitting = line.barcodes
    .filter((barcode) => barcode.units <= missing)
    .sort((a, b) => b.units - a.units)[0];
  if (fitting === undefined) throw new Error(`no packaging of ${line.sku} fits ${missing} units`);
  return `01${fitting.gtin}`;
}
