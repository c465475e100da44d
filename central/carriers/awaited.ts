import type { Trx } from '../database/database.ts';
import { chunksOf } from '../process/rows.ts';

/** Notes of shipments until when they should be there, and that nobody waits for them once all of their parcels are delivered. */
export async function noteAwaited(trx: Trx, shipments: Iterable<string>): Promise<void> {
  for (const chunk of chunksOf([...new Set(shipments)])) {
    await trx
      .updateTable('shipments')
      .set(({ selectFrom }) => ({
        awaited_on: selectFrom('orders')
          .select('promised_on')
          .whereRef('orders.number', '=', 'shipments.order_number')
          .where(({ exists }) =>
            exists(
              selectFrom('parcels')
                .leftJoin('parcel_states as state', 'state.sscc', 'parcels.sscc')
                .select('parcels.sscc')
                .whereRef('parcels.shipment_id', '=', 'shipments.id')
                .where('state.delivered_at', 'is', null),
            ),
          ),
      }))
      .where('id', 'in', chunk)
      .execute();
  }
}

/** Parcels that were sealed now may be known to a carrier already. */
export async function noteKnown(trx: Trx, ssccs: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ssccs))
    await trx.updateTable('parcel_states').set({ unknown: 0 }).where('sscc', 'in', chunk).execute();
}
