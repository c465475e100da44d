import type { FloorPage } from '../../../protocols/wire/floor.ts';
import type { WorkPage, WorkPosition } from '../../../protocols/wire/work.ts';
import type { Reading } from '../../fulfilment/bounce.ts';
import type { SsccRange, WorkView } from '../../fulfilment/work-view.ts';

/** What a test does to a station, here and in Node. */
export type WorkStep =
  | { readonly do: 'work'; readonly page: WorkPage; readonly after: number }
  | { readonly do: 'floor'; readonly page: FloorPage; readonly after: number }
  | { readonly do: 'scan'; readonly reading: Reading }
  /** The program ends and starts again. */
  | { readonly do: 'reopen' };

/** All that a decision may know, and all that was decided. */
export interface WorkSight {
  /** Whether each page was taken. */
  readonly taken: readonly boolean[];
  readonly known: unknown;
  readonly facts: readonly string[];
  readonly state: string | null;
  readonly memory: string | null;
}

export const testSerials: SsccRange = { extensionDigit: 8, firstSerial: 0, lastSerial: 999 };
/** What the clock shows throughout. */
export const testNowMs = Date.parse('2026-01-05T06:00:00.000Z');

/** The names that documents of the test have. */
export const testNames = {
  orders: ['SO-1', 'SO-2', 'SO-3'],
  skus: ['CUP', 'TEA', 'ZINC'],
  gtins: ['09520001000010', '19520001000017', '09520001000027'],
  badges: ['Anna', 'Ben'],
  places: ['L-1', 'L-2'],
  tasks: ['W1-1', 'W1-2'],
  totes: ['T-1', 'T-2'],
} as const;

interface Replicas {
  readonly replica: { readonly position: WorkPosition; queue(): unknown };
  readonly floor: { readonly position: WorkPosition; readonly book: { queue(): unknown } };
}

/** What is known under every name, as JSON keeps it. */
export function knownTo(work: WorkView, { replica, floor }: Replicas): unknown {
  const { orders, skus, gtins, badges, places, tasks, totes } = testNames;
  const all = {
    orders: orders.map((name) => [
      work.order(name),
      work.floor.progress(name),
      work.floor.claim(`order:${name}`),
    ]),
    products: skus.map((sku) => [work.productBySku(sku), work.floor.itemWeight(sku)]),
    gtins: gtins.map((gtin) => work.productByGtin(gtin)?.sku),
    people: badges.map((badge) => work.person(badge)),
    places: places.map((name) => [work.location(name), work.floor.countTask(name)]),
    tasks: tasks.map((name) => [work.floor.task(name), work.floor.claim(`task:${name}`)]),
    totes: totes.map((name) => work.floor.tote(name)),
    site: [work.site(), work.rules()],
    queues: [replica.queue(), floor.book.queue()],
    positions: [replica.position, floor.position],
  };
  return JSON.parse(JSON.stringify(all, (_key, value: unknown) => value ?? null)) as unknown;
}
