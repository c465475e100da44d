import type { Activity, FloorQueue, Walk, Wall } from './floor-views.ts';
import type { Line } from './simulator-api.ts';
import { type CodeGroup, printed, right, type VirtualCode, wrong } from './virtual-code.ts';

/** What lies about for the work that waits: walks, open loads, places to count. */
export function waitingWork({ tasks, loads, counts }: FloorQueue): CodeGroup {
  const codes = [
    ...tasks.map(({ task, mode, orders, zone }) =>
      right(
        task,
        task,
        zone === undefined ? `${mode}, ${counted(orders)}` : `zone ${zone}, ${counted(orders)}`,
      ),
    ),
    ...loads.map(({ load, carrier, parcels }) => right(load, load, `${carrier}, ${parcels} on it`)),
    ...counts.map(({ location }) => right(location, location, 'waits for a count')),
  ];
  return { title: 'Walks, loads and counts', codes: codes.slice(0, 12) };
}

/** What can be scanned for the work in hand: what the station waits for stands first. */
export function workCodes(activity: Activity, known: readonly Line[], today: Date): CodeGroup[] {
  switch (activity.kind) {
    case 'pick':
      return walkCodes(activity, today);
    case 'wall':
      return [{ title: 'At the wall', codes: wallCodes(activity) }];
    case 'return':
      return [
        { title: 'Items that came back', codes: activity.lines.flatMap((line) => backCodes(line, known)) },
      ];
    case 'count':
      return [
        { title: 'Items at the location', codes: known.flatMap((line) => eachCode(line, 'counted by one')) },
      ];
    case 'pack':
      return [];
    case 'ship':
      return [
        {
          title: 'On the load',
          codes: activity.latest.map(({ sscc, order }) =>
            wrong(`]C100${sscc}`, order, 'label, loaded already'),
          ),
        },
      ];
  }
}

/** The barcodes of a line are known here once its order was on the screen. */
function backCodes({ sku, left }: { readonly sku: string; readonly left: number }, known: readonly Line[]) {
  return known.filter((line) => line.sku === sku).flatMap((line) => eachCode(line, `${left} can come back`));
}

function eachCode({ name, barcodes: [single] }: Line, note: string): VirtualCode[] {
  return single === undefined ? [] : [right(printed(single.gtin), name, note)];
}

function walkCodes(walk: Walk, today: Date): CodeGroup[] {
  const { stop, hand, totes } = walk;
  const free = freeTote(totes.map(({ tote }) => tote));
  const inHand = hand?.tote ?? null;
  const used = totes.map(({ tote, order }) => {
    const note = order === null ? 'tote' : `tote of ${order}`;
    return inHand === null || inHand === tote
      ? right(tote, tote, note)
      : wrong(tote, tote, `${note}, not of this item`);
  });
  // A batch for the wall lies in one tote; else each order has its own, and all are asked for before the walk.
  const wantsTote = totes.length < (walk.mode === 'batch' ? 1 : walk.orders);
  const empty = free === null ? [] : [right(free, free, wantsTote ? 'empty tote' : 'another tote, empty')];
  const cart = { title: 'Totes', codes: wantsTote ? [...empty, ...used] : [...used, ...empty] };
  if (stop === null) return [cart];
  const place = stop.location === null ? [] : [right(stop.location, stop.location, 'location')];
  const goods = hand === null ? goodsAt(stop, today) : [];
  const shelf = { title: 'At the location', codes: [...place, ...goods] };
  // What the station waits for stands first.
  return wantsTote ? [cart, shelf] : [shelf, cart];
}

type Stop = NonNullable<Walk['stop']>;

function goodsAt(
  { product, lot, expiry, units: missing, parts, barcodes }: Stop,
  today: Date,
): VirtualCode[] {
  const [single] = barcodes;
  const until = (expiry ?? `${today.getUTCFullYear() + 1}-06-30`).slice(2).replaceAll('-', '');
  const traced = (gtin: string) => `]C101${gtin}17${until}10${lot ?? 'DEMO-7'}`;
  const codes = barcodes.map(({ gtin, level, units }) => {
    const note = `${units === 1 ? level : `${level} of ${units}`}, ${missing} missing`;
    return lot === null
      ? right(printed(gtin), product, note)
      : right(traced(gtin), product, `${note}, lot ${lot}`);
  });
  if (single === undefined) return codes;
  const serial = `${parts[0]?.order ?? 'DEMO'}-${missing}`;
  return [...codes, right(`${traced(single.gtin)}\x1d21${serial}`, product, 'with lot, expiry and serial')];
}

function wallCodes({ hand, slots }: Wall): VirtualCode[] {
  if (hand !== null)
    return slots.map(({ slot }) => right(slot, slot, slot === hand.slot ? 'slot, lit' : 'slot'));
  const missing = new Map(slots.flatMap(({ missing }) => missing).map((one) => [one.gtins[0] ?? '', one]));
  return [...missing].map(([gtin, { product }]) => right(printed(gtin), product, 'from the tote'));
}

const mostTotes = 8;

function freeTote(used: readonly string[]): string | null {
  const names = Array.from({ length: mostTotes }, (_, index) => `T-${index + 1}`);
  return names.find((name) => !used.includes(name)) ?? null;
}

function counted(orders: number): string {
  return `${orders} ${orders === 1 ? 'order' : 'orders'}`;
}
