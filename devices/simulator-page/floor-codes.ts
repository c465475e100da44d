import type { Activity, FloorQueue, Walk, Wall } from './floor-views.ts';
import { type CodeGroup, printed, right, type VirtualCode, wrong } from './virtual-code.ts';

/** What lies about for the work that waits: walks, open loads, places to count. */
export function waitingWork({ tasks, loads, counts }: FloorQueue): CodeGroup {
  const codes = [
    ...tasks.map(({ task, mode, orders, zone }) =>
      right(task, task, zone === undefined ? `${mode}, ${orders} orders` : `zone ${zone}, ${orders} orders`),
    ),
    ...loads.map(({ load, carrier, parcels }) => right(load, load, `${carrier}, ${parcels} on it`)),
    ...counts.map(({ location }) => right(location, location, 'waits for a count')),
  ];
  return { title: 'Walks, loads and counts', codes: codes.slice(0, 12) };
}

/** What can be scanned for the work in hand: what the station waits for stands first. */
export function workCodes(activity: Activity, today: Date): CodeGroup[] {
  switch (activity.kind) {
    case 'pick':
      return walkCodes(activity, today);
    case 'wall':
      return [{ title: 'At the wall', codes: wallCodes(activity) }];
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

function walkCodes(walk: Walk, today: Date): CodeGroup[] {
  const { stop, hand, totes } = walk;
  const free = freeTote(totes.map(({ tote }) => tote));
  const used = totes.map(({ tote, order }) =>
    right(tote, tote, order === null ? 'tote' : `tote of ${order}`),
  );
  const cart = {
    title: 'Totes',
    codes: [...used, ...(free === null ? [] : [right(free, free, 'tote, empty')])],
  };
  if (stop === null) return [cart];
  const place = stop.location === null ? [] : [right(stop.location, stop.location, 'location')];
  const goods = hand === null ? goodsAt(stop, today) : [];
  return [{ title: 'At the location', codes: [...place, ...goods] }, cart];
}

function goodsAt(stop: NonNullable<Walk['stop']>, today: Date): VirtualCode[] {
  const { product, lot, expiry, units: missing } = stop;
  return stop.barcodes.map(({ gtin, level, units }) => {
    const pack = units === 1 ? level : `${level} of ${units}`;
    const note = `${pack}, ${missing} missing`;
    if (lot === null && expiry === null) return right(printed(gtin), product, note);
    const until = expiry ?? `${today.getUTCFullYear() + 1}-06-30`;
    const text = `]C101${gtin}17${until.slice(2).replaceAll('-', '')}10${lot ?? 'DEMO-7'}`;
    return right(text, product, `${note}, lot ${lot ?? 'DEMO-7'}`);
  });
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
