import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sqlite } from '../../../kernel/sqlite.ts';

/**
 * Lets one change after the other into the database, each in a transaction of its own. A long one is done in slices with
 * turns of the event loop between them, so that the gateway goes on with its facts; readers have a connection of their
 * own and see it only when it is whole.
 */
export function createWriter(db: Sqlite) {
  let last: Promise<unknown> = Promise.resolve();

  function queue<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  }

  async function inSlices<Result>(slices: Generator<undefined, Result>): Promise<Result> {
    db.exec('BEGIN IMMEDIATE');
    try {
      let next = slices.next();
      while (next.done !== true) {
        await nextTurn();
        next = slices.next();
      }
      db.exec('COMMIT');
      return next.value;
    } catch (thrown) {
      if (db.inTransaction) db.exec('ROLLBACK');
      throw thrown;
    }
  }

  return {
    /** Runs a short change. */
    run: <Result>(work: () => Result): Promise<Result> => queue(async () => db.transaction(work).immediate()),
    /** Runs a long change: it may `yield` wherever others may have a turn. */
    runSliced: <Result>(slices: () => Generator<undefined, Result>): Promise<Result> =>
      queue(() => inSlices(slices())),
    /** When all that was queued so far is done. */
    idle: async (): Promise<void> => {
      await last;
    },
  };
}
