import type { CarrierEvent } from '../../protocols/wire/carrier-event.ts';
import type { Trx } from '../database/database.ts';
import { type OrderEvent, recordOrderEvents } from '../process/order-history.ts';

/** What became of the events of one message. */
export interface Taken {
  readonly added: number;
  /** Known by their id: nothing happened again. */
  readonly same: number;
  /** Parcels that nobody knows here; what is said of them is kept all the same. */
  readonly unknown: readonly string[];
}

/** Keeps a carrier's events; the newest of a parcel is its state, in whatever order they come. */
export async function takeEvents(
  trx: Trx,
  carrier: string,
  events: readonly CarrierEvent[],
  receivedAt: string,
): Promise<Taken> {
  const orders = await ordersOf(trx, [...new Set(events.map(({ sscc }) => sscc))]);
  const history: OrderEvent[] = [];
  let added = 0;
  for (const event of events) {
    if (!(await keep(trx, carrier, event, receivedAt))) continue;
    added += 1;
    await moveParcel(trx, carrier, event);
    const order = orders.get(event.sscc);
    if (order !== undefined) history.push(historyOf(order, carrier, event));
  }
  await recordOrderEvents(trx, history);
  const unknown = [...new Set(events.map(({ sscc }) => sscc))].filter((sscc) => !orders.has(sscc));
  return { added, same: events.length - added, unknown };
}

async function ordersOf(trx: Trx, ssccs: readonly string[]): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('parcels')
    .select(['sscc', 'order_number'])
    .where('sscc', 'in', ssccs)
    .execute();
  return new Map(rows.map(({ sscc, order_number }) => [sscc, order_number]));
}

async function keep(trx: Trx, carrier: string, event: CarrierEvent, receivedAt: string): Promise<boolean> {
  const { id, sscc, status, at, place, note, proof } = event;
  const detail = JSON.stringify({ place, note, proof });
  const inserted = await trx
    .insertInto('carrier_events')
    .values({ carrier, id, sscc, status, at, detail, received_at: receivedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function moveParcel(trx: Trx, carrier: string, event: CarrierEvent): Promise<void> {
  const { sscc, status, at, proof } = event;
  const known = await trx
    .selectFrom('parcel_states')
    .select('at')
    .where('sscc', '=', sscc)
    .executeTakeFirst();
  if (known !== undefined && known.at > at) return;
  const delivered = status === 'delivered';
  const values = {
    ...{ carrier, status, at },
    delivered_at: delivered ? at : null,
    proof: delivered && proof !== undefined ? JSON.stringify(proof) : null,
  };
  await trx
    .insertInto('parcel_states')
    .values({ sscc, ...values })
    .onConflict((conflict) => conflict.column('sscc').doUpdateSet(values))
    .execute();
}

const words: Readonly<Record<CarrierEvent['status'], string>> = {
  in_transit: 'is on its way',
  delivered: 'is delivered',
  exception: 'has met trouble on its way',
};

function historyOf(order: string, carrier: string, event: CarrierEvent): OrderEvent {
  const { sscc, status, at, note, proof } = event;
  const by = proof === undefined ? '' : `, taken by ${proof.name}`;
  const why = note === undefined ? '' : `: ${note}`;
  const summary = `${carrier}: parcel ${sscc} ${words[status]}${by}${why}.`;
  return { order, at, type: `carrier.${status}`, summary, data: { carrier, ...event } };
}
