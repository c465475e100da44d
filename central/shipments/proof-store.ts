import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { groupBy } from '../process/rows.ts';
import { type OrderProgress, type Proof, twinKey } from './order-progress.ts';
import { attributeToParcel, proofOf, undoneProof } from './proofs.ts';

const provingTypes = ['pick.confirmed', 'pack.confirmed', 'item.undone'];

/**
 * Gives orders the proofs of the facts that are stored for them, without those that a person has to look at and those that
 * an invoice stands on already. To be called before the facts of the batch are stored.
 */
export async function loadProofs(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  if (progresses.length === 0) return;
  const numbers = progresses.map(({ order }) => order.number);
  const facts = groupBy(await provingFacts(trx, numbers), ({ order }) => order);
  const spent = await spentProofs(trx, numbers);
  for (const progress of progresses) {
    const proofs = replay((facts.get(progress.order.number) ?? []).map(({ fact }) => fact));
    progress.proofs = proofs.filter((proof) => !spent.has(keyOf(proof.site, proof.station, proof.pickSeq)));
  }
  await loadTwins(trx, new Map(progresses.map((progress) => [progress.order.number, progress])));
}

/** Parcels that were given the SSCC of another one; they stand only in the facts. */
async function loadTwins(trx: Trx, progresses: ReadonlyMap<string, OrderProgress>): Promise<void> {
  const rows = await trx
    .selectFrom('facts')
    .innerJoin('fact_exceptions as misfit', (join) =>
      join
        .onRef('misfit.site', '=', 'facts.site')
        .onRef('misfit.station', '=', 'facts.station')
        .onRef('misfit.seq', '=', 'facts.seq'),
    )
    .select('facts.body')
    .where('facts.order_number', 'in', [...progresses.keys()])
    .where('facts.type', '=', 'parcel.sealed')
    .where('misfit.code', '=', 'PARCEL_KNOWN')
    .execute();
  for (const { body } of rows) {
    const fact = knownFact(factEnvelope.parse(JSON.parse(body)));
    if (fact?.type !== 'parcel.sealed') continue;
    const { order, sscc, parcel } = fact.data;
    progresses.get(order)?.twins.set(twinKey(fact.station, sscc), parcel);
  }
}

/** The proofs that remain of an order's facts, in the order in which each station made them. */
function replay(facts: readonly KnownFact[]): Proof[] {
  let proofs: Proof[] = [];
  for (const fact of facts) {
    if (fact.type === 'pick.confirmed') proofs.push(proofOf(fact));
    if (fact.type === 'pack.confirmed') attributeToParcel(proofs, fact);
    if (fact.type !== 'item.undone') continue;
    const gone = undoneProof(proofs, fact);
    proofs = proofs.filter((proof) => proof !== gone);
  }
  return proofs;
}

async function provingFacts(trx: Trx, orders: readonly string[]) {
  const rows = await trx
    .selectFrom('facts')
    .leftJoin('fact_exceptions as misfit', (join) =>
      join
        .onRef('misfit.site', '=', 'facts.site')
        .onRef('misfit.station', '=', 'facts.station')
        .onRef('misfit.seq', '=', 'facts.seq'),
    )
    .select(['facts.order_number', 'facts.body'])
    .where('facts.order_number', 'in', orders)
    .where('facts.type', 'in', provingTypes)
    .where('facts.set_aside', 'is', null)
    .where('misfit.code', 'is', null)
    .orderBy('facts.station')
    .orderBy('facts.seq')
    .execute();
  return rows.flatMap(({ order_number: order, body }) => {
    const fact = knownFact(factEnvelope.parse(JSON.parse(body)));
    return order === null || fact === null ? [] : [{ order, fact }];
  });
}

async function spentProofs(trx: Trx, orders: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('invoice_line_evidence as evidence')
    .innerJoin('invoices', 'invoices.number', 'evidence.invoice_number')
    .select(['evidence.site', 'evidence.station', 'evidence.seq'])
    .where('invoices.order_number', 'in', orders)
    .execute();
  return new Set(rows.map(({ site, station, seq }) => keyOf(site, station, seq)));
}

function keyOf(site: string, station: string, seq: number): string {
  return `${site} ${station} ${seq}`;
}
