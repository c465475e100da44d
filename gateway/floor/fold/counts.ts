import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { factName } from './progress.ts';

type CountTask = DataOf<'count_task'>;

const maxName = 40;

/** A short for which its location has to be counted, until it is undone or somebody has counted. */
interface CountedFor {
  readonly task: CountTask;
}

/** What is remembered of the shorts of a location. */
const ownerOf = (location: string) => `count ${location}`;

/** The shorts of a location that nobody has undone, the first one first. */
function shortsAt({ memory }: FloorBooks, location: string) {
  const shorts = memory.owned<CountedFor>(ownerOf(location), 'count_for');
  return shorts
    .map(({ id, value }) => ({ id, task: value.task }))
    .sort((a, b) => a.task.since.localeCompare(b.task.since) || a.id.localeCompare(b.id));
}

/** A location where something was short has to be counted; it need not be once every short of it was taken back. */
export const countRules: FloorRules = {
  'pick.shorted': ({ data: { location, sku }, station, seq, at }, { documents, memory, rules }) => {
    if (location === undefined || !rules().pick.short.count) return;
    const count = `C-${seq}-${station}`.slice(0, maxName);
    const task: CountTask = { count, location, sku, trigger: 'short', since: at };
    const value: CountedFor = { task };
    memory.put('count_for', factName(station, seq), ownerOf(location), value);
    if (documents.get('count_task', location) === undefined) documents.put('count_task', location, task);
  },
  'pick.short_undone': ({ data: { shortSeq }, station }, books) => {
    const { documents, memory } = books;
    const name = factName(station, shortSeq);
    const undone = memory.get<CountedFor>('count_for', name)?.task;
    if (undone === undefined) return;
    memory.remove('count_for', name);
    const { location } = undone;
    if (documents.get('count_task', location)?.count !== undone.count) return;
    const [other] = shortsAt(books, location);
    if (other === undefined) documents.remove('count_task', location);
    else documents.put('count_task', location, other.task);
  },
  'count.closed': ({ data: { location } }, books) => {
    for (const { id } of shortsAt(books, location)) books.memory.remove('count_for', id);
    books.documents.remove('count_task', location);
  },
};
