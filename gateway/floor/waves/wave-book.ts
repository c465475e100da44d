import type { Clock } from '../../../kernel/clock.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { Candidate } from './choose-orders.ts';

export type WaveBook = ReturnType<typeof openWaveBook>;

/** Which orders wait for a wave, and which have one. */
export function openWaveBook(db: Sqlite, clock: Clock) {
  // Of what was only looked at, nothing was done yet; what was begun waits only where a rest of it is known.
  const waits = `("order" IN (SELECT "order" FROM rests) OR "order" NOT IN (SELECT "order" FROM planned) AND NOT EXISTS (
    SELECT 1 FROM documents WHERE kind = 'progress' AND documents.id = candidates."order" AND json <> 'null'
      AND json_array_length(json, '$.lines') > 0))`;
  const putCandidate = db.prepare<[string, string, number, string | null, number]>(
    `INSERT INTO candidates ("order", carrier, priority, promised, seen) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT ("order") DO UPDATE SET carrier = excluded.carrier, priority = excluded.priority, promised = excluded.promised`,
  );
  const dropCandidate = db.prepare<[string]>('DELETE FROM candidates WHERE "order" = ?');
  const carriers = db.prepare<[], { carrier: string }>('SELECT DISTINCT carrier FROM candidates');
  const ofCarrier = db.prepare<[string, number], Omit<Candidate, 'carrier'> & { seen: number }>(
    `SELECT "order", priority, promised, seen FROM candidates WHERE carrier = ? AND ${waits}
     ORDER BY priority, coalesce(promised, '9999-12-31'), "order" LIMIT ?`,
  );
  const plan = db.prepare<[string, string]>('INSERT OR REPLACE INTO planned ("order", wave) VALUES (?, ?)');
  const waveOf = db.prepare<[string]>('SELECT wave FROM planned WHERE "order" = ?').pluck();
  const unplan = db.prepare<[string]>('DELETE FROM planned WHERE "order" = ?');
  const putRest = db.prepare<[string]>('INSERT OR IGNORE INTO rests ("order") VALUES (?)');
  const dropRest = db.prepare<[string]>('DELETE FROM rests WHERE "order" = ?');
  const isRest = db.prepare<[string]>('SELECT 1 FROM rests WHERE "order" = ?').pluck();
  const forgetWave = db.prepare<[string]>('DELETE FROM planned WHERE wave = ?');
  const last = db.prepare('SELECT last FROM waves').pluck();
  const setLast = db.prepare<[number]>('UPDATE waves SET last = max(last, ?)');

  return {
    /** The order as it is now; null where it is gone. */
    note(order: string, document: OrderDocument | null): void {
      if (document?.status !== 'released' || document.kind === 'service') dropCandidate.run(order);
      else {
        const { carrier = '', priority = 5, promised } = document;
        putCandidate.run(order, carrier, priority, promised, Math.trunc(clock.now()));
      }
    },
    drop: (order: string) => void dropCandidate.run(order),
    /** Of each carrier the most urgent orders that wait, and since when the longest of them does. */
    waiting(perCarrier: number): readonly (Candidate & { readonly seenMs: number })[] {
      return carriers.all().flatMap(({ carrier }) =>
        ofCarrier.all(carrier, perCarrier).map(({ seen, ...order }) => ({
          ...order,
          carrier: carrier === '' ? undefined : carrier,
          seenMs: seen,
        })),
      );
    },
    plan(orders: readonly string[], wave: string): void {
      for (const order of orders) {
        plan.run(order, wave);
        dropRest.run(order);
      }
    },
    /** A rest of the order waits for another wave, or does no more. */
    setRest: (order: string, waits: boolean) => void (waits ? putRest : dropRest).run(order),
    isRest: (order: string) => isRest.get(order) !== undefined,
    waveOf: (order: string) => waveOf.get(order) as string | undefined,
    unplan: (order: string) => void unplan.run(order),
    forgetWave: (wave: string) => void forgetWave.run(wave),
    /** The number of the newest wave that there ever was. */
    last: () => last.get() as number,
    saw: (number: number) => void setLast.run(number),
  };
}
