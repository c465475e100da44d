import type { Reception } from '../../protocols/wire/fact-receiver.ts';
import type { StationHead } from '../../protocols/wire/signed-head.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { isSignedBy } from './head-signature.ts';
import { type KnownKey, loadKeys } from './key-store.ts';

type ExceptionRow = Database['fact_exceptions'];

/** What became of the heads of an upload. */
export interface CheckedHeads {
  readonly good: readonly StationHead[];
  readonly wrong: readonly Omit<ExceptionRow, 'at'>[];
}

/**
 * Verifies the signed heads of an upload against the chain as central holds it. A wrong one will be named at its fact, and
 * the facts stay what they are: whether they were signed is a question of its own.
 */
export async function checkHeads(
  trx: Trx,
  site: string,
  heads: readonly StationHead[],
  receptions: ReadonlyMap<string, Pick<Reception, 'received'>>,
): Promise<CheckedHeads> {
  if (heads.length === 0) return { good: [], wrong: [] };
  const stations = [...new Set(heads.map(({ station }) => station))];
  const keys = await loadKeys(trx, site, stations);
  const hashes = await heldHashes(trx, site, heads, receptions);
  const good: StationHead[] = [];
  const wrong: Omit<ExceptionRow, 'at'>[] = [];
  for (const head of heads) {
    const held = hashes.get(placeOf(head));
    // A head without its fact comes again with it.
    if (held === undefined) continue;
    const fault = faultOf(site, head, held, keys);
    const { station, seq } = head;
    if (fault === null) good.push(head);
    else wrong.push({ site, station, seq, waiting: 0, ...fault });
  }
  return { good, wrong };
}

/** Keeps the good heads and names the wrong ones; to be called after their facts were stored. */
export async function storeHeads(
  trx: Trx,
  site: string,
  { good, wrong }: CheckedHeads,
  at: string,
): Promise<void> {
  await insertHeads(trx, site, good, at);
  if (wrong.length === 0) return;
  await trx
    .insertInto('fact_exceptions')
    .values(wrong.map((each) => ({ ...each, at })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function faultOf(
  site: string,
  head: StationHead,
  held: string,
  keys: readonly KnownKey[],
): Pick<ExceptionRow, 'code' | 'message'> | null {
  const named = `The signed head of fact ${head.seq} of ${head.station}`;
  if (held !== head.hash)
    return { code: 'HEAD_MISMATCH', message: `${named} names another fact than the one that is held.` };
  const key = keys.find(({ station, keyId }) => station === head.station && keyId === head.key);
  if (key === undefined)
    return { code: 'HEAD_KEY_UNKNOWN', message: `${named} is of key ${head.key}, which is not known.` };
  if (!isSignedBy(key.publicKey, site, head))
    return { code: 'HEAD_INVALID', message: `${named} was not signed by key ${head.key}.` };
  if (!key.trusted) {
    const message = `${named} is of key ${head.key}, which came without the one before being ended.`;
    return { code: 'HEAD_KEY_UNTRUSTED', message };
  }
  return null;
}

async function heldHashes(
  trx: Trx,
  site: string,
  heads: readonly StationHead[],
  receptions: ReadonlyMap<string, Pick<Reception, 'received'>>,
): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  for (const [station, { received }] of receptions) {
    for (const { seq, hash } of received) held.set(placeOf({ station, seq }), hash);
  }
  const others = heads.filter((head) => !held.has(placeOf(head)));
  for (const station of new Set(others.map((head) => head.station))) {
    const seqs = others.filter((head) => head.station === station).map(({ seq }) => seq);
    const rows = await trx
      .selectFrom('facts')
      .select(['seq', 'hash'])
      .where('site', '=', site)
      .where('station', '=', station)
      .where('seq', 'in', seqs)
      .execute();
    for (const { seq, hash } of rows) held.set(placeOf({ station, seq }), hash);
  }
  return held;
}

async function insertHeads(trx: Trx, site: string, heads: readonly StationHead[], at: string): Promise<void> {
  if (heads.length === 0) return;
  const rows = heads.map(({ station, seq, key, hash, signature }) => ({
    site,
    station,
    seq,
    key_id: key,
    hash,
    signature,
    received_at: at,
  }));
  await trx
    .insertInto('signed_heads')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function placeOf({ station, seq }: { readonly station: string; readonly seq: number }): string {
  return `${station} ${seq}`;
}
