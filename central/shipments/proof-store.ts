import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { misfitOfFact } from '../facts/misfit-join.ts';
import { groupBy } from '../process/rows.ts';
import { type OrderProgress, type Pack, twinKey } from './order-progress.ts';
import { dropShipped, isFromTote, packOf, pickOf } from './proofs.ts';
import { shortOf, takeShortBack } from './shorts.ts';

const provingTypes: readonly KnownFact['type'][] = [
  'pick.confirmed',
  'pack.confirmed',
  'item.undone',
  'pick.undone',
  'pick.shorted',
  'pick.short_undone',
  'pack.undone',
  'parcel.sealed',
  'parcel.reopened',
];

/**
 * Gives orders the evidence of the facts that are stored for them, without those that a person has to look at, what
 * an invoice stands on already, and what has left. To be called before the facts of the batch are stored.
 */
export async function loadProofs(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  if (progresses.length === 0) return;
  const numbers = progresses.map(({ order }) => order.number);
  const facts = groupBy(await provingFacts(trx, numbers), ({ order }) => order);
  const spent = await spentUnits(trx, numbers);
  for (const progress of progresses) {
    for (const { fact } of facts.get(progress.order.number) ?? []) replay(progress, fact);
    for (const pick of progress.evidence.picks)
      pick.spent = spent.get(keyOf(pick.site, pick.station, pick.pickSeq)) ?? 0;
    dropShipped(progress);
  }
  await loadTwins(trx, new Map(progresses.map((progress) => [progress.order.number, progress])));
  await loadScans(trx, progresses);
}

/** Parcels that were given the SSCC of another one; they stand only in the facts. */
async function loadTwins(trx: Trx, progresses: ReadonlyMap<string, OrderProgress>): Promise<void> {
  const rows = await trx
    .selectFrom('facts')
    .innerJoin('fact_exceptions as misfit', misfitOfFact)
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

/** Takes a stored fact into the evidence of its order, in the order in which its station made it. */
function replay({ evidence }: OrderProgress, fact: KnownFact): void {
  const { station, seq } = fact;
  const mine = (one: { readonly station: string }) => one.station === station;
  const dropPack = (packSeq: number) => {
    evidence.packs = evidence.packs.filter((pack) => !(mine(pack) && pack.packSeq === packSeq));
  };
  const takeBack = (pickSeq: number, units: number) => {
    const pick = evidence.picks.find((one) => mine(one) && one.pickSeq === pickSeq);
    if (pick !== undefined) pick.units = Math.max(0, pick.units - units);
  };
  switch (fact.type) {
    case 'pick.confirmed':
      evidence.picks.push(pickOf(fact));
      break;
    case 'pack.confirmed':
      evidence.packs.push(packOf(fact));
      break;
    case 'item.undone':
      takeBack(fact.data.pickSeq, fact.data.units);
      dropPack(fact.data.packSeq);
      break;
    case 'pick.undone':
      takeBack(fact.data.pickSeq, fact.data.units);
      break;
    case 'pick.shorted':
      evidence.shorts.push(shortOf(fact));
      break;
    case 'pick.short_undone':
      takeShortBack(evidence, fact);
      break;
    case 'pack.undone':
      dropPack(fact.data.packSeq);
      break;
    case 'parcel.sealed':
      evidence.seals.push({ sscc: fact.data.sscc, place: { station, parcel: fact.data.parcel, seq } });
      break;
    case 'parcel.reopened':
      evidence.reopenings.push({ sscc: fact.data.sscc, place: { station, parcel: fact.data.parcel, seq } });
      break;
    default:
  }
}

async function provingFacts(trx: Trx, orders: readonly string[]) {
  const rows = await trx
    .selectFrom('facts')
    .leftJoin('fact_exceptions as misfit', misfitOfFact)
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

async function spentUnits(trx: Trx, orders: readonly string[]): Promise<Map<string, number>> {
  const rows = await trx
    .selectFrom('invoice_line_evidence as evidence')
    .innerJoin('invoices', 'invoices.number', 'evidence.invoice_number')
    .select(['evidence.site', 'evidence.station', 'evidence.seq', 'evidence.units'])
    .where('invoices.order_number', 'in', orders)
    .execute();
  const spent = new Map<string, number>();
  for (const { site, station, seq, units } of rows) {
    const key = keyOf(site, station, seq);
    spent.set(key, (spent.get(key) ?? 0) + units);
  }
  return spent;
}

/** The scans of packs from totes, which alone say what piece it was. */
async function loadScans(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  const packs = progresses.flatMap(({ evidence }) => evidence.packs.filter(isFromTote));
  const known = progresses[0]?.known;
  if (packs.length === 0 || known === undefined) return;
  for (const [station, group] of groupBy(packs, ({ station }) => station)) {
    const [first] = group;
    const seqs = [...new Set(group.map(({ scanSeq }: Pack) => scanSeq))];
    const rows = await trx
      .selectFrom('facts')
      .select('body')
      .where('site', '=', first?.site ?? '')
      .where('station', '=', station)
      .where('seq', 'in', seqs)
      .where('type', '=', 'scan.recorded')
      .where('set_aside', 'is', null)
      .execute();
    for (const { body } of rows) {
      const fact = knownFact(factEnvelope.parse(JSON.parse(body)));
      if (fact?.type === 'scan.recorded') known.scans.set(`${station} ${fact.seq}`, fact.data.gs1 ?? {});
    }
  }
}

function keyOf(site: string, station: string, seq: number): string {
  return `${site} ${station} ${seq}`;
}
