import { canonicalJson } from '../../protocols/wire/canonical-json.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import { type Conflict, type Received, type Reception, seqOf } from '../../protocols/wire/fact-receiver.ts';
import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/schema.ts';
import { chunksOf } from '../process/rows.ts';
import type { Misfit } from '../shipments/order-progress.ts';

/** Whose facts, and when they came. */
export interface Arrival {
  readonly site: string;
  readonly station: string;
  readonly receivedAt: string;
}

export interface FactMisfit extends Misfit {
  readonly fact: { readonly site: string; readonly station: string; readonly seq: number };
}

/** The last fact of a station that central holds. */
export async function loadHead(trx: Trx, site: string, station: string): Promise<ChainHead> {
  const row = await trx
    .selectFrom('fact_heads')
    .select(['up_to', 'hash'])
    .where('site', '=', site)
    .where('station', '=', station)
    .executeTakeFirst();
  return row === undefined ? genesis : { upTo: row.up_to, hash: row.hash };
}

/** The hashes that central holds for what a batch repeats. */
export async function loadKnownHashes(
  trx: Trx,
  { site, station }: Pick<Arrival, 'site' | 'station'>,
  head: ChainHead,
  batch: readonly unknown[],
): Promise<ReadonlyMap<number, string>> {
  const repeated = batch.flatMap((raw) => seqOf(raw) ?? []).filter((seq) => seq <= head.upTo);
  if (repeated.length === 0) return new Map();
  const rows = await trx
    .selectFrom('facts')
    .select(['seq', 'hash'])
    .where('site', '=', site)
    .where('station', '=', station)
    .where('seq', 'in', repeated)
    .execute();
  return new Map(rows.map(({ seq, hash }) => [seq, hash]));
}

/** Stores what was received of one station, with its new head. */
export async function storeReception(trx: Trx, arrival: Arrival, reception: Reception): Promise<void> {
  const rows = reception.received.map((received) => rowOf(arrival, received));
  await insertRows(trx, 'facts', rows);
  if (reception.conflicts.length > 0) await storeConflicts(trx, arrival, reception.conflicts);
  if (reception.received.length > 0) await storeHead(trx, arrival, reception.head);
}

async function storeHead(trx: Trx, { site, station, receivedAt }: Arrival, head: ChainHead): Promise<void> {
  const values = { up_to: head.upTo, hash: head.hash, received_at: receivedAt };
  await trx
    .insertInto('fact_heads')
    .values({ site, station, ...values })
    .onConflict((conflict) => conflict.columns(['site', 'station']).doUpdateSet(values))
    .execute();
}

async function storeConflicts(trx: Trx, arrival: Arrival, conflicts: readonly Conflict[]): Promise<void> {
  const rows = conflicts.map(({ seq, knownHash, receivedHash, raw }) => ({
    site: arrival.site,
    station: arrival.station,
    seq,
    known_hash: knownHash,
    received_hash: receivedHash,
    received_at: arrival.receivedAt,
    body: JSON.stringify(raw),
  }));
  for (const chunk of chunksOf(rows)) {
    await trx
      .insertInto('fact_conflicts')
      .values(chunk)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

/** Names the facts that did not fit the business, once per fact and code. */
export async function storeMisfits(trx: Trx, at: string, misfits: readonly FactMisfit[]): Promise<void> {
  const rows = new Map<string, Database['fact_exceptions']>();
  for (const { fact, code, message, waits } of misfits) {
    const { site, station, seq } = fact;
    const key = `${site} ${station} ${seq} ${code}`;
    const before = rows.get(key)?.message;
    rows.set(key, {
      site,
      station,
      seq,
      code,
      at,
      waiting: waits === true ? 1 : 0,
      message: before === undefined ? message : `${before} ${message}`,
    });
  }
  await insertRows(trx, 'fact_exceptions', [...rows.values()]);
}

function rowOf(arrival: Arrival, received: Received): Database['facts'] {
  const { site, station, receivedAt } = arrival;
  const head = { site, station, seq: received.seq, hash: received.hash, received_at: receivedAt };
  if (received.kind === 'set-aside') {
    const body = JSON.stringify({ detail: received.detail, raw: received.raw });
    return {
      ...head,
      type: 'set_aside',
      at: receivedAt,
      operator: null,
      order_number: null,
      set_aside: received.reason,
      body,
    };
  }
  const { fact } = received;
  const order = fact.data.order;
  return {
    ...head,
    type: fact.type,
    at: fact.at,
    operator: fact.operator,
    order_number: typeof order === 'string' ? order : null,
    set_aside: null,
    body: canonicalJson(fact),
  };
}
