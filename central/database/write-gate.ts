import type { Db } from './database.ts';

interface Gate {
  free: number;
  readonly waiting: (() => void)[];
}

const gates = new WeakMap<Db, Gate>();
/** One at a time has the books anyway: those behind the next one leave the room to writers who do not need them. */
const turns = new WeakMap<Db, Gate>();

/** Lets at most `most` transactions write at a time; those behind them wait without a connection, first come first served. */
export function boundWriters(db: Db, most: number): void {
  gates.set(db, { free: most, waiting: [] });
  // One has the books, and one has begun and takes them at once.
  turns.set(db, { free: Math.max(1, Math.min(2, most - 1)), waiting: [] });
}

/** Runs `write` when there is room for it. A database without a bound has room for all: SQLite has its own queue. */
export async function whenRoom<Result>(db: Db, write: () => Promise<Result>): Promise<Result> {
  return through(gates.get(db), write);
}

/** Runs `write`, which takes the books first of all, when those before it in this process have them, or are done with them. */
export async function whenInTurn<Result>(db: Db, write: () => Promise<Result>): Promise<Result> {
  return through(turns.get(db), write);
}

async function through<Result>(gate: Gate | undefined, write: () => Promise<Result>): Promise<Result> {
  if (gate === undefined) return write();
  if (gate.free > 0) gate.free -= 1;
  else await new Promise<void>((resolve) => gate.waiting.push(resolve));
  try {
    return await write();
  } finally {
    const next = gate.waiting.shift();
    if (next === undefined) gate.free += 1;
    else next();
  }
}
