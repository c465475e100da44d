import type { WorkView } from '../work-view.ts';
import { type CountWork, resultsOf } from './count-work.ts';

/** What the screen shows of a count. */
export interface CountView {
  readonly kind: 'count';
  readonly count: string;
  readonly location: string;
  readonly rows: readonly {
    readonly sku: string;
    readonly name: string;
    readonly lot: string | null;
    readonly counted: number;
    /** What the books say; null where they say nothing or the site counts blind. */
    readonly expected: number | null;
  }[];
  readonly unknownTags: number;
}

export function viewOfCount(count: CountWork, work: WorkView): CountView {
  const books = work.rules().count.blind ? undefined : work.location(count.location);
  return {
    kind: 'count',
    count: count.count,
    location: count.location,
    rows: resultsOf(count, books)
      .slice(0, 200)
      .map(({ sku, lot, counted, expected }) => ({
        sku,
        name: work.productBySku(sku)?.name ?? sku,
        lot: lot ?? null,
        counted,
        expected,
      })),
    unknownTags: count.unknownTags.length,
  };
}
