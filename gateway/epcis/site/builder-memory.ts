import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { BuilderState, OpenOrder } from '../../../protocols/epcis/build/builder-state.ts';

/** What the builder of events knows between two facts, kept so that a start needs not read the log from its beginning. */
export function openBuilderMemory(db: Sqlite) {
  const put = db.prepare(
    `INSERT INTO builder_orders (key, touched, body) VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET touched = excluded.touched, body = excluded.body`,
  );
  const drop = db.prepare('DELETE FROM builder_orders WHERE key = ?');
  const setHead = db.prepare(
    'INSERT INTO builder_heads (station, seq) VALUES (?, ?) ON CONFLICT (station) DO UPDATE SET seq = excluded.seq',
  );
  let touched =
    (db.prepare('SELECT coalesce(max(touched), 0) FROM builder_orders').pluck().get() as number) + 1;

  return {
    read(): BuilderState {
      const orders = db.prepare('SELECT key, body FROM builder_orders ORDER BY touched').all() as {
        key: string;
        body: string;
      }[];
      const heads = db.prepare('SELECT station, seq FROM builder_heads').all() as {
        station: string;
        seq: number;
      }[];
      return {
        orders: new Map(orders.map(({ key, body }) => [key, JSON.parse(body) as OpenOrder])),
        heads: new Map(heads.map(({ station, seq }) => [station, seq])),
      };
    },
    /** Keeps what differs from the state before; call it inside of a change of the writer. */
    keep(before: BuilderState, after: BuilderState): void {
      for (const [key, order] of after.orders) {
        if (before.orders.get(key) === order) continue;
        put.run(key, touched, JSON.stringify(order));
        touched += 1;
      }
      for (const key of before.orders.keys()) if (!after.orders.has(key)) drop.run(key);
      for (const [station, seq] of after.heads)
        if (before.heads.get(station) !== seq) setHead.run(station, seq);
    },
    clear(): void {
      db.exec('DELETE FROM builder_orders; DELETE FROM builder_heads');
    },
  };
}
