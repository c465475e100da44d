import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { putTote } from './totes.ts';

type Task = DataOf<'task'>;
type ToteOf = Task['totes'][number];

const maxTotes = 200;

function changeTask(books: FloorBooks, name: string | undefined, change: (task: Task) => Task): void {
  const before = name === undefined ? undefined : books.documents.get('task', name);
  if (before === undefined) return;
  const task = change(before);
  books.documents.put('task', task.task, task, task.status === 'closed');
  if (task.status !== before.status && task.wave !== undefined) judgeWave(books, task.wave);
}

/** A wave is closed when all of its tasks are. */
function judgeWave({ documents }: FloorBooks, name: string): void {
  const wave = documents.get('wave', name);
  if (wave === undefined) return;
  const isClosed = wave.tasks.every((task) => (documents.get('task', task)?.status ?? 'closed') === 'closed');
  documents.put('wave', name, { ...wave, status: isClosed ? 'closed' : 'open' }, isClosed);
}

function withTote({ totes, ...task }: Task, { tote, order }: ToteOf): Task {
  if (totes.length >= maxTotes) return { ...task, totes };
  const entry = order === undefined ? { tote } : { tote, order };
  return { ...task, totes: [...totes.filter((other) => other.tote !== tote), entry] };
}

/** What was picked for a batch is ready to be sorted. */
function settleBatch(books: FloorBooks, totes: readonly ToteOf[]): void {
  for (const { tote: name } of totes) {
    const tote = books.documents.get('tote', name);
    if (tote?.order === null) putTote(books, { ...tote, status: 'picked' });
  }
}

/** The walk goes on: its totes are filled again, also those that were free because nothing lay in them. */
function refillTotes(books: FloorBooks, { task, totes }: Task): void {
  for (const { tote: name, order } of totes) {
    const tote = books.documents.get('tote', name);
    if (tote === undefined) {
      putTote(books, { tote: name, order: order ?? null, task, status: 'filling', items: [] });
    } else if (tote.task === task) putTote(books, { ...tote, status: 'filling' });
  }
}

/** The number of a wave that a task is named after; another task's name has none. */
function waveNumberOf(task: string): number {
  const digits = /^W(\d{1,9})-\d+$/.exec(task)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

export const taskRules: FloorRules = {
  'task.started': ({ data: { task } }, books) => {
    // The database of the floor may be new, and what was picked is on labels and in totes under this name.
    books.sawWave(waveNumberOf(task));
    changeTask(books, task, (before) => ({ ...before, status: 'in_progress' }));
  },
  'task.handed_over': ({ data: { task } }, books) =>
    changeTask(books, task, (before) => ({ ...before, status: 'handed_over' })),
  'task.closed': ({ data: { task, outcome } }, books) => {
    const isBack = outcome === 'given_back';
    const totes = books.documents.get('task', task)?.totes ?? [];
    changeTask(books, task, (before) => ({ ...before, status: isBack ? 'open' : 'closed' }));
    if (!isBack) settleBatch(books, totes);
  },
  'task.reopened': ({ data: { task } }, books) => {
    const before = books.documents.get('task', task);
    if (before?.status !== 'closed') return;
    changeTask(books, task, (closed) => ({ ...closed, status: 'in_progress' }));
    refillTotes(books, before);
  },
  'tote.assigned': ({ data: { tote, order, task } }, books) =>
    changeTask(books, task, (before) =>
      withTote(before, { tote, ...(order === undefined ? {} : { order }) }),
    ),
  'tote.released': ({ data: { tote } }, books) =>
    changeTask(books, books.documents.get('tote', tote)?.task, (before) => ({
      ...before,
      totes: before.totes.filter((other) => other.tote !== tote),
    })),
};
