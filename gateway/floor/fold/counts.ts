import type { FloorRules } from './floor-books.ts';

const maxName = 40;

/** A location where something was short has to be counted. */
export const countRules: FloorRules = {
  'pick.shorted': ({ data: { location, sku }, station, seq, at }, { documents, rules }) => {
    if (location === undefined || !rules().pick.short.count) return;
    if (documents.get('count_task', location) !== undefined) return;
    const count = `C-${seq}-${station}`.slice(0, maxName);
    documents.put('count_task', location, { count, location, sku, trigger: 'short', since: at });
  },
  'count.closed': ({ data: { location } }, { documents }) => documents.remove('count_task', location),
};
