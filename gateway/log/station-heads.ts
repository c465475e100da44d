import type { Sqlite } from '../../kernel/sqlite.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import { gatewayErrors } from '../gateway-errors.ts';

interface StationHead extends ChainHead {
  readonly station: string;
  readonly lastReceivedAt: string;
}

/**
 * How far each station's chain is held. All are kept in memory, as every batch asks for one; `write` stores them within the
 * caller's transaction, and `adopt` makes them known once that is durable.
 *
 * @throws FACT_LOG_OF_OTHER_SITE if the file holds another site's facts.
 */
export function openStationHeads(db: Sqlite, site: string) {
  assertSite(db, site);
  const rows = db.prepare(
    'SELECT station, up_to AS upTo, hash, last_received_at AS lastReceivedAt FROM stations ORDER BY station',
  );
  const upsert = db.prepare(
    `INSERT INTO stations (site, station, up_to, hash, last_received_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (site, station) DO UPDATE SET
       up_to = excluded.up_to, hash = excluded.hash, last_received_at = excluded.last_received_at`,
  );
  const heads = new Map((rows.all() as StationHead[]).map((head) => [head.station, head]));
  return {
    of: (station: string): ChainHead => {
      const head = heads.get(station);
      return head === undefined ? genesis : { upTo: head.upTo, hash: head.hash };
    },
    all: () => [...heads.values()].sort((one, other) => (one.station < other.station ? -1 : 1)),
    write(station: string, { upTo, hash }: ChainHead, receivedAt: string): void {
      upsert.run(site, station, upTo, hash, receivedAt);
    },
    adopt(station: string, { upTo, hash }: ChainHead, lastReceivedAt: string): void {
      heads.set(station, { station, upTo, hash, lastReceivedAt });
    },
  };
}

function assertSite(db: Sqlite, site: string): void {
  const other = db.prepare('SELECT site FROM stations WHERE site <> ? LIMIT 1').pluck().get(site);
  if (other === undefined) return;
  throw gatewayErrors.fault(
    'FACT_LOG_OF_OTHER_SITE',
    `${db.name} holds the facts of site ${String(other)}, not ${site}`,
    { place: db.name },
  );
}
