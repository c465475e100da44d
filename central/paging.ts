import { z } from 'zod';

const defaultLimit = 100;
const maxLimit = 1000;

/** `?limit=N&after=KEY` of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(maxLimit).default(defaultLimit),
  /** The `next` of the page before. */
  after: z.string().max(200).optional(),
});

/** As `pageQuery`, of a list that is read from either end: who looks at a long one wants the newest. */
export const eitherWayQuery = pageQuery.extend({ order: z.enum(['oldest', 'newest']).default('oldest') });

/** Of rows by a running number: those after the page before, and how they are sorted. */
export function towards(order: 'oldest' | 'newest') {
  return order === 'newest'
    ? ({ beyond: '<', sort: 'desc' } as const)
    : ({ beyond: '>', sort: 'asc' } as const);
}

/** What `pageOf` answers, for the document of the interface. */
export function pageAnswer<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ v: z.literal(1), items: z.array(item), next: z.string().nullable() });
}

/** A page of a list; `next` is the `after` of the next page, null at the end. */
export interface Page<Item> {
  readonly v: 1;
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** @param found at most `limit` + 1 items, so that it shows whether there are more. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  keyOf: (item: Item) => string,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { v: 1, items, next: found.length > limit && last !== undefined ? keyOf(last) : null };
}
