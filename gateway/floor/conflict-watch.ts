import type { IncidentStore } from '../incidents/incident-store.ts';
import type { FloorDocuments } from './fold/floor-books.ts';

const code = 'FLOOR_CONFLICT';

/** Names conflicts on the list of troubles, and ends them there. */
export function createConflictWatch({
  documents,
  incidents,
}: {
  readonly documents: FloorDocuments;
  readonly incidents: Pick<IncidentStore, 'report' | 'end'>;
}) {
  const looked = new Set<string>();
  const open = new Map<string, string>();

  return {
    /** Facts about the order were folded. */
    look: (order: string): void => void looked.add(order),
    /** What was folded is committed. */
    tell(): void {
      for (const order of looked) {
        const conflict = documents.get('progress', order)?.conflict;
        if (conflict === undefined) {
          open.delete(order);
          incidents.end(code, order);
          continue;
        }
        const { keeper, others } = conflict;
        const detail = `${[keeper, ...others].join(' and ')} picked order ${order} without knowing of each other: ${keeper} goes on, ${others.join(', ')} must undo and put the goods back`;
        if (open.get(order) !== detail) incidents.report(code, order, detail);
        open.set(order, detail);
      }
      looked.clear();
    },
  };
}
