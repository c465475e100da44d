import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { kernelErrors } from '../kernel/kernel-errors.ts';
import type { Log } from '../kernel/log.ts';
import type { ChainSource, StoredChain } from '../protocols/wire/chain-source.ts';
import type { ChainLink } from '../protocols/wire/chain-verifier.ts';
import { type StationKeyRecord, stationKeyRecord } from '../protocols/wire/station-keys.ts';
import type { Db } from './database/database.ts';
import { openConnections } from './database/postgres/connections.ts';
import { readDatabaseUrl } from './database/postgres/database-url.ts';
import type { Database as Tables } from './database/schema.ts';

const pageFacts = 1_000;

/** The chains of all sites, read from the folder of central. Central may run. */
export function openCentralChains(dataDir: string): Promise<ChainSource> {
  const path = join(dataDir, 'central.sqlite');
  const database = new Database(path, { readonly: true, fileMustExist: true });
  return chainsOf(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), path);
}

/** The same from PostgreSQL. @throws CONFIG_INVALID for an address that is none. */
export function openCentralChainsAt(url: string, log: Log): Promise<ChainSource> {
  const address = readDatabaseUrl(url);
  if (typeof address === 'string')
    throw kernelErrors.fault('CONFIG_INVALID', address, { place: '--database-url' });
  const pool = openConnections(address, 1, log);
  return chainsOf(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }), 'PostgreSQL');
}

async function chainsOf(db: Db, name: string): Promise<ChainSource> {
  const heads = await db.selectFrom('signed_heads').selectAll().orderBy('seq').execute();
  const owners = await db.selectFrom('fact_heads').selectAll().orderBy('site').orderBy('station').execute();
  const keys = await db.selectFrom('station_keys').selectAll().where('trusted', '=', 1).execute();
  const chains = owners.map(({ site, station, up_to }): StoredChain => {
    const own = heads
      .filter((head) => head.site === site && head.station === station)
      .map(({ seq, hash, key_id: key, signature }) => ({ seq: Number(seq), hash, key, signature }));
    return { site, station, heads: own, end: Number(up_to), links: () => linksOf(db, site, station) };
  });
  return { name, chains, keys: keys.map(recordOf), close: () => db.destroy() };
}

function recordOf(row: Tables['station_keys']): StationKeyRecord {
  const { station, key_id: key, public_key: publicKey, state, since, ended_at: endedAt } = row;
  return stationKeyRecord.parse({ station, key, publicKey, state, since, endedAt });
}

async function* linksOf(db: Db, site: string, station: string): AsyncIterable<ChainLink> {
  let after = 0;
  for (;;) {
    const rows = await db
      .selectFrom('facts')
      .select(['seq', 'hash', 'body', 'set_aside'])
      .where('site', '=', site)
      .where('station', '=', station)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(pageFacts)
      .execute();
    for (const { seq, hash, body, set_aside: reason } of rows) {
      const content =
        reason === null
          ? ({ kind: 'fact', fact: JSON.parse(body) as unknown } as const)
          : ({ kind: 'set-aside', reason } as const);
      yield { seq: Number(seq), hash, content };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = Number(last.seq);
  }
}
