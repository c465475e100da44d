import { factEnvelope, type KnownFact, knownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import { chunksOf } from '../process/rows.ts';
import type { Misfit, WaitingFact } from '../shipments/order-progress.ts';
import { misfitOfFact } from './misfit-join.ts';

/** The facts of orders that did not fit so far, in the order in which each station made them. */
export async function loadWaiting(trx: Trx, orders: readonly string[]): Promise<WaitingFact[]> {
  const waiting: WaitingFact[] = [];
  for (const chunk of chunksOf(orders)) {
    const rows = await trx
      .selectFrom('facts')
      .innerJoin('fact_exceptions as misfit', misfitOfFact)
      .select(['facts.body', 'misfit.code', 'misfit.message'])
      .where('misfit.waiting', '=', 1)
      .where('facts.order_number', 'in', chunk)
      .orderBy('facts.station')
      .orderBy('facts.seq')
      .execute();
    for (const { body, code, message } of rows) {
      const fact = knownFact(factEnvelope.parse(JSON.parse(body)));
      const misfit = { code: code as Misfit['code'], message, waits: true } as const;
      if (fact !== null) waiting.push({ fact, misfit, stored: true });
    }
  }
  return waiting;
}

/** What fits now is an exception no longer. */
export async function removeWaiting(trx: Trx, facts: readonly KnownFact[]): Promise<void> {
  for (const { site, station, seq } of facts) {
    await trx
      .deleteFrom('fact_exceptions')
      .where('site', '=', site)
      .where('station', '=', station)
      .where('seq', '=', seq)
      .where('waiting', '=', 1)
      .execute();
  }
}
