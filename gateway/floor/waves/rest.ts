import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { DataOf, FloorDocuments } from '../fold/floor-books.ts';
import type { WaveBook } from './wave-book.ts';

type Task = DataOf<'task'>;
type Part = Task['stops'][number]['parts'][number];

/**
 * What is neither picked nor given up of an order after its walks are closed waits for another wave: a short that was taken
 * back, an order that central has taken up again or of which it wants more. What is back-ordered comes as an order of its own.
 * Call it inside of a change.
 */
export function judgeRest(
  documents: FloorDocuments,
  book: WaveBook,
  order: string,
  document: OrderDocument | undefined,
): void {
  const name = book.waveOf(order);
  if (name === undefined && !book.isRest(order)) return;
  // What is held waits with it.
  if (document?.status === 'on_hold') return;
  const progress = documents.get('progress', order);
  const hasLeft = progress?.lines.some(({ shipped }) => shipped > 0) === true;
  const isOpen = document !== undefined && restOf(documents, document).lines.length > 0;
  const waits = document?.status === 'released' && isOpen && !hasLeft && !isOnWalk(documents, name, order);
  book.setRest(order, waits);
}

function isOnWalk(documents: FloorDocuments, wave: string | undefined, order: string): boolean {
  if (wave === undefined) return false;
  const tasks = documents.get('wave', wave)?.tasks ?? [];
  return tasks.some((name) => {
    const task = documents.get('task', name);
    return task !== undefined && task.status !== 'closed' && task.orders.includes(order);
  });
}

/** What was picked or given up of an order, by line. */
function doneOf(documents: FloorDocuments, order: string): ReadonlyMap<number, number> {
  const lines = documents.get('progress', order)?.lines ?? [];
  return new Map(lines.map(({ line, picked, shorted }) => [line, picked + shorted]));
}

/** The order with what is left of its lines; it may be nothing. */
export function restOf(documents: FloorDocuments, document: OrderDocument): OrderDocument {
  const done = doneOf(documents, document.order);
  const lines = document.lines.flatMap((line) => {
    const units = line.units - (done.get(line.line) ?? 0);
    return units > 0 ? [{ ...line, units: units as typeof line.units }] : [];
  });
  return { ...document, lines };
}

/** The walk says of each part what was done before, so that nobody takes that for a part of it. */
export function withBefore(documents: FloorDocuments, task: Task): Task {
  const lines = new Map(
    task.orders.flatMap((order) =>
      (documents.get('progress', order)?.lines ?? []).map(
        (line) => [`${order}\n${line.line}`, line] as const,
      ),
    ),
  );
  const stops = task.stops.map((stop) => ({
    ...stop,
    parts: stop.parts.map((part): Part => {
      const { picked = 0, shorted = 0 } = lines.get(`${part.order}\n${part.line}`) ?? {};
      return {
        ...part,
        ...(picked + shorted === 0 ? {} : { before: (picked + shorted) as Part['units'] }),
        ...(shorted === 0 ? {} : { shortedBefore: shorted as Part['units'] }),
      };
    }),
  }));
  return { ...task, stops };
}
