import { getJson } from '../../kernel/web/api.ts';

/** A page of a list, as every list of central answers. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

const pageSize = 1000;
/** Beyond this the browser is the wrong place to search; the list then says that it is not whole. */
const mostPages = 10;

/** Asks for the last numbers first: of a list that is too long for a browser one wants these. */
export const newestFirst = { order: 'newest' } as const;

/** Reads a list to its end, within bounds. `whole` is false if there is more. */
export async function readList<Item>(
  path: string,
  signal: AbortSignal,
  filter: Readonly<Record<string, string>> = {},
): Promise<{ items: Item[]; whole: boolean }> {
  const items: Item[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const place = after === null ? {} : { after };
    const query = new URLSearchParams({ ...filter, limit: String(pageSize), ...place });
    const answer: ListPage<Item> = await getJson(`${path}?${query}`, signal);
    items.push(...answer.items);
    after = answer.next;
    if (after === null) return { items, whole: true };
  }
  return { items, whole: false };
}
