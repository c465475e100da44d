import type { StationKeyList, StationKeyRecord } from '../../protocols/wire/station-keys.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { keyIdOf } from './head-signature.ts';

type KeyRow = Database['station_keys'];

/** A key as central knows it; one that came without its predecessor being ended is not trusted until a person says so. */
export interface KnownKey {
  readonly station: string;
  readonly keyId: string;
  readonly publicKey: string;
  readonly trusted: boolean;
}

/** All keys of some stations. */
export async function loadKeys(db: Db | Trx, site: string, stations: readonly string[]): Promise<KnownKey[]> {
  if (stations.length === 0) return [];
  const rows = await db
    .selectFrom('station_keys')
    .select(['station', 'key_id', 'public_key', 'trusted'])
    .where('site', '=', site)
    .where('station', 'in', stations)
    .execute();
  return rows.map((row) => ({
    station: row.station,
    keyId: row.key_id,
    publicKey: row.public_key,
    trusted: row.trusted === 1,
  }));
}

/**
 * Takes over the keys of a site as its gateway lists them. The first key of a station is trusted as it comes, and so is one
 * that follows keys which the same list names as ended; any other one only after a person has said so. A known key keeps its
 * bytes and its trust for ever; only that it has ended is taken over.
 *
 * @returns the keys that are new and not trusted.
 */
export async function storeKeys(trx: Trx, list: StationKeyList, at: string): Promise<StationKeyRecord[]> {
  const sound = list.keys.filter(({ key, publicKey }) => keyIdOf(publicKey) === key);
  const stations = [...new Set(sound.map(({ station }) => station))];
  const known = await trx
    .selectFrom('station_keys')
    .select(['station', 'key_id', 'state'])
    .where('site', '=', list.site)
    .execute();
  const untrusted: StationKeyRecord[] = [];
  for (const station of stations) {
    const listed = sound.filter((key) => key.station === station);
    const before = known.filter((key) => key.station === station);
    await endKeys(trx, list.site, listed, before);
    const fresh = listed.filter(({ key }) => !before.some((each) => each.key_id === key));
    const trusted = before.every(({ key_id, state }) => state !== 'valid' || hasEnded(listed, key_id));
    if (!trusted) untrusted.push(...fresh);
    if (fresh.length === 0) continue;
    const rows = fresh.map((key) => rowOf(list.site, key, trusted, at));
    await trx
      .insertInto('station_keys')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return untrusted;
}

/** Trusts a key that a person has looked at. @returns whether it is known. */
export async function trustKey(trx: Trx, site: string, station: string, keyId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('station_keys')
    .set({ trusted: 1 })
    .where('site', '=', site)
    .where('station', '=', station)
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function hasEnded(listed: readonly StationKeyRecord[], keyId: string): boolean {
  return listed.some(({ key, state }) => key === keyId && state !== 'valid');
}

async function endKeys(
  trx: Trx,
  site: string,
  listed: readonly StationKeyRecord[],
  before: readonly Pick<KeyRow, 'key_id' | 'state'>[],
): Promise<void> {
  for (const { station, key, state, endedAt } of listed) {
    if (state === 'valid' || !before.some((each) => each.key_id === key && each.state !== state)) continue;
    await trx
      .updateTable('station_keys')
      .set({ state, ended_at: endedAt })
      .where('site', '=', site)
      .where('station', '=', station)
      .where('key_id', '=', key)
      .execute();
  }
}

function rowOf(site: string, key: StationKeyRecord, trusted: boolean, at: string): KeyRow {
  return {
    site,
    station: key.station,
    key_id: key.key,
    public_key: key.publicKey,
    state: key.state,
    since: key.since,
    ended_at: key.endedAt,
    trusted: trusted ? 1 : 0,
    first_seen_at: at,
  };
}
