import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';

/** What a carrier's vehicle holds, as the docks of a site say it, in whatever order their facts come. */
export async function applyLoads(trx: Trx, facts: readonly KnownFact[]): Promise<void> {
  for (const fact of facts) {
    if (fact.type === 'load.opened') {
      const { load, carrier, door } = fact.data;
      await upsertLoad(trx, fact.site, load, { carrier, ...(door === undefined ? {} : { door }) });
      await openedAt(trx, fact, load);
    }
    if (fact.type === 'load.closed') {
      const { load, carrier, manifest } = fact.data;
      await upsertLoad(trx, fact.site, load, { carrier, manifest, status: 'closed', closed_at: fact.at });
    }
    if (fact.type === 'parcel.loaded') await place(trx, fact, fact.data, 'loaded_at');
    if (fact.type === 'parcel.unloaded') await place(trx, fact, fact.data, 'unloaded_at');
  }
}

async function upsertLoad(
  trx: Trx,
  site: string,
  load: string,
  known: Partial<Database['loads']>,
): Promise<void> {
  const none = { carrier: null, door: null, manifest: null, opened_at: null, closed_at: null };
  await trx
    .insertInto('loads')
    .values({ site, load, ...none, status: 'open', ...known })
    .onConflict((conflict) => {
      const key = conflict.columns(['site', 'load']);
      return Object.keys(known).length === 0 ? key.doNothing() : key.doUpdateSet(known);
    })
    .execute();
}

/** A load that is said once more, with its door, was opened when it was said first. */
async function openedAt(trx: Trx, { site, at }: KnownFact, load: string): Promise<void> {
  await trx
    .updateTable('loads')
    .set({ opened_at: at })
    .where('site', '=', site)
    .where('load', '=', load)
    .where((eb) => eb.or([eb('opened_at', 'is', null), eb('opened_at', '>', at)]))
    .execute();
}

/** The newest time of each counts, so that it does not matter which station's facts come first. */
async function place(
  trx: Trx,
  { site, station, seq, at }: KnownFact,
  { load, order, sscc }: { readonly load: string; readonly order: string; readonly sscc: string },
  stamp: 'loaded_at' | 'unloaded_at',
): Promise<void> {
  await upsertLoad(trx, site, load, {});
  const known = await trx
    .selectFrom('load_parcels')
    .selectAll()
    .where('site', '=', site)
    .where('load', '=', load)
    .where('sscc', '=', sscc)
    .executeTakeFirst();
  if (known !== undefined && (known[stamp] ?? '') >= at) return;
  const values = { order_number: order, station, seq, [stamp]: at };
  await trx
    .insertInto('load_parcels')
    .values({ site, load, sscc, loaded_at: null, unloaded_at: null, ...values })
    .onConflict((conflict) => conflict.columns(['site', 'load', 'sscc']).doUpdateSet(values))
    .execute();
}
