import type { OrderDocument, ProductDocument, SiteDocument } from '../../protocols/wire/work.ts';

/** An order of the replica of work, with the version of its document. */
export interface ReleasedOrder {
  readonly version: number;
  readonly document: OrderDocument;
}

/** The serial references that this station may use for its parcels, both ends included. */
export interface SsccRange {
  readonly extensionDigit: number;
  readonly firstSerial: number;
  readonly lastSerial: number;
}

/** What the core must know to decide about a scan. Every answer is immediate: no decision waits for a network. */
export interface WorkView {
  order(number: string): ReleasedOrder | undefined;
  /** The product of which one packaging has this GTIN (14 digits). */
  productByGtin(gtin: string): ProductDocument | undefined;
  /** True once the order was dispatched at this station, even if its document is gone. */
  finished(order: string): boolean;
  /** Undefined until the station has pulled the settings of its site. */
  site(): SiteDocument | undefined;
  ssccRange(): SsccRange;
}
