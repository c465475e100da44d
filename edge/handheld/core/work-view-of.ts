import { defaultRules } from '../../../protocols/wire/work/site-rules.ts';
import type { FloorView, SsccRange, WorkView } from '../../fulfilment/work-view.ts';
import type { HandheldReplica } from '../store/handheld-replica.ts';
import { pinMatches } from './pin.ts';

/** A site that gives handhelds no serials: a range in which there are none. */
const noSerials: SsccRange = { extensionDigit: 0, firstSerial: 1, lastSerial: 0 };

export interface KnownWork {
  readonly station: string;
  readonly replica: HandheldReplica;
  readonly floor: FloorView;
  /** The orders dispatched with this handheld. */
  readonly finished: ReadonlySet<string>;
  readonly sscc: SsccRange | null;
  readonly connected: () => boolean;
}

/** What the core of a handheld may know: all of it is in memory. */
export function workViewOf({ station, replica, floor, finished, sscc, connected }: KnownWork): WorkView {
  return {
    station,
    order: (number) => replica.order(number),
    productByGtin: (gtin) => replica.productByGtin(gtin),
    productBySku: (sku) => replica.productBySku(sku),
    site: () => replica.site(),
    rules: () => replica.site()?.rules ?? defaultRules,
    location: (name) => replica.location(name),
    person: (badge) => replica.person(badge),
    pinMatches,
    equipment: () => ({ printer: false, scale: false, tagReader: false }),
    connected,
    floor,
    finished: (order) => finished.has(order),
    ssccRange: () => sscc ?? noSerials,
  };
}
