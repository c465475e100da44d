import type { IncidentStore } from '../incidents/incident-store.ts';
import type { DataOf, FloorDocuments } from './fold/floor-books.ts';

const code = 'FLOOR_CONFLICT';
const maxOpen = 2_000;

type Conflict = NonNullable<DataOf<'progress'>['conflict']>;
type Kind = NonNullable<Conflict['kinds']>[number];

const tooMuch: Readonly<Record<Kind, string>> = {
  unclaimed: 'was picked without a claim',
  two_workers: 'was picked by two at the same time, one of them without network',
  picked_over_ordered: 'has more picked than ordered',
  packed_over_picked: 'has more packed than picked',
  sealed_over_ordered: 'has more in sealed parcels than ordered',
  shipped_over_ordered: 'has more shipped than ordered',
  piece_elsewhere: 'has a piece that is in another order, too',
};

interface WatchDeps {
  readonly documents: FloorDocuments;
  readonly incidents: Pick<IncidentStore, 'report' | 'end' | 'open'>;
}

/** Names conflicts on the list of troubles, and ends them there. */
export function createConflictWatch({ documents, incidents }: WatchDeps) {
  const looked = new Set<string>();
  const told = new Map<string, string>();

  function tellOf(order: string): void {
    const conflict = documents.get('progress', order)?.conflict;
    if (conflict === undefined) {
      told.delete(order);
      incidents.end(code, order);
      return;
    }
    const detail = detailOf(order, conflict);
    if (told.get(order) === detail || (!told.has(order) && told.size >= maxOpen)) return;
    incidents.report(code, order, detail);
    told.set(order, detail);
  }

  return {
    /** Facts about the order were folded, or it is forgotten. */
    look: (order: string): void => void looked.add(order),
    /** What was folded before the last stop may not have been told. @param known orders that have a conflict. */
    begin(known: readonly string[]): void {
      for (const order of known) looked.add(order);
      for (const open of incidents.open()) if (open.code === code) looked.add(open.subject);
    },
    /** What was folded is committed. */
    tell(): void {
      for (const order of looked) tellOf(order);
      looked.clear();
    },
  };
}

function detailOf(order: string, conflict: Conflict): string {
  const { keeper, others, kinds = ['unclaimed'], pieces = [], shown } = conflict;
  const named = pieces.map((piece) => `${piece.serial} in ${piece.order}`).join(', ');
  const what = `order ${order} ${kinds.map((kind) => tooMuch[kind]).join(', ')}${named === '' ? '' : ` (${named})`}`;
  if (others.length === 0) return `${what}, at ${keeper}: compare the goods with the order`;
  const who = `${[keeper, ...others].join(' and ')} worked on it`;
  return shown === true
    ? `${what}; ${who}: nobody is stopped, compare the goods with the order`
    : `${what}; ${who}: ${keeper} goes on, ${others.join(', ')} must undo and put the goods back`;
}
