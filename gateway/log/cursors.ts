import type { Sqlite } from '../../kernel/sqlite.ts';
import { gatewayErrors } from '../gateway-errors.ts';

const maxConsumers = 64;

export type Cursors = ReturnType<typeof openCursors>;

/** How far each named consumer has processed the log, durably, and how far parts of the gateway have. */
export function openCursors(db: Sqlite, logCursor: () => number) {
  const get = db.prepare('SELECT cursor FROM consumers WHERE name = ?').pluck();
  const all = db.prepare('SELECT name, cursor FROM consumers ORDER BY name');
  const upsert = (table: string) =>
    db.prepare(
      `INSERT INTO ${table} (name, cursor) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`,
    );
  const set = upsert('consumers');
  const setPosition = upsert('positions');
  const position = db.prepare('SELECT cursor FROM positions WHERE name = ?').pluck();

  const consumer = (name: string): number | undefined => get.get(name) as number | undefined;
  return {
    consumer,
    consumers: () => all.all() as { name: string; cursor: number }[],
    /**
     * Moves a consumer on, and registers it if it is new. A cursor behind the kept one changes nothing unless `rewind`
     * is set, so that a late repetition does no harm.
     *
     * @returns where the consumer stands now.
     * @throws CURSOR_BEYOND_LOG, TOO_MANY_CONSUMERS
     */
    move(name: string, cursor: number, rewind: boolean): number {
      if (cursor > logCursor()) {
        throw gatewayErrors.fault(
          'CURSOR_BEYOND_LOG',
          `${name} claims ${cursor}, the log ends at ${logCursor()}`,
          {
            place: 'cursor',
          },
        );
      }
      const known = consumer(name);
      if (known === undefined && all.all().length >= maxConsumers) {
        throw gatewayErrors.fault('TOO_MANY_CONSUMERS', `there are ${maxConsumers} consumers already`);
      }
      if (known !== undefined && cursor <= known && !rewind) return known;
      set.run(name, cursor);
      return cursor;
    },
    /** A place in the log that a part of the gateway keeps for itself; 0 before the first. */
    position: (name: string) => (position.get(name) as number | undefined) ?? 0,
    setPosition: (name: string, cursor: number) => void setPosition.run(name, cursor),
  };
}
