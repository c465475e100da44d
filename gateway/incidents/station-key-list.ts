import type { FastifyInstance } from 'fastify';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { SiteId } from '../../protocols/wire/ids.ts';
import {
  type StationKeyList,
  type StationKeyRecord,
  stationKeyList,
} from '../../protocols/wire/station-keys.ts';

interface KeyRow extends Omit<StationKeyRecord, 'publicKey'> {
  readonly raw: Buffer;
}

/** The keys of the site's stations, those that were replaced or revoked too: what they signed is verified years later. */
export function readStationKeys(db: Sqlite, site: SiteId): StationKeyList {
  const rows = db
    .prepare<[], KeyRow>(
      `SELECT station, key_id AS key, public_key AS raw, state, since, ended_at AS endedAt
       FROM fact_keys ORDER BY station, since`,
    )
    .all();
  const keys = rows.map(({ raw, ...key }) => ({ ...key, publicKey: raw.toString('base64url') }));
  return { v: 1, site, keys };
}

export function addStationKeyRoutes(app: FastifyInstance, db: Sqlite, site: SiteId): void {
  const doc = {
    summary: 'List the public keys with which stations sign their facts',
    answer: stationKeyList,
  };
  app.get('/v1/station-keys', { config: { role: 'reader', doc } }, async () => readStationKeys(db, site));
}
