import type { WorkView } from '../work-view.ts';
import type { Condition, Disposition, ReturnWork } from './return-work.ts';

/** What the screen shows of a return. */
export interface ReturnView {
  readonly kind: 'return';
  readonly return: string;
  readonly order: string;
  readonly condition: Condition | null;
  /** Null: as the site's rule says. */
  readonly disposition: Disposition | null;
  /** Where the goods are put; null where nobody scanned a place. */
  readonly location: string | null;
  readonly lines: readonly {
    readonly line: number;
    readonly sku: string;
    readonly name: string;
    /** Units that could come back when the return was begun, and those of them that did. */
    readonly left: number;
    readonly received: number;
  }[];
}

export function viewOfReturn(work: ReturnWork, site: WorkView): ReturnView {
  return {
    kind: 'return',
    return: work.return,
    order: work.order,
    condition: work.found?.condition ?? null,
    disposition: work.found?.disposition ?? null,
    location: work.found?.location ?? null,
    lines: work.lines
      .slice(0, 500)
      .map((line) => ({ ...line, name: site.productBySku(line.sku)?.name ?? line.sku })),
  };
}
