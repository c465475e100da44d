import type { CarrierEvent } from '../../protocols/wire/carrier-event.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { type OrderEvent, recordOrderEvents } from '../process/order-history.ts';
import { chunksOf } from '../process/rows.ts';
import { noteAwaited } from './awaited.ts';

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
  const ssccs = [...new Set(events.map(({ sscc }) => sscc))];
  const known = await knownParcels(trx, ssccs);
  const fresh = await keep(trx, carrier, events, receivedAt);
  await moveParcels(trx, carrier, fresh, known);
  await noteAwaited(
    trx,
    fresh.flatMap(({ sscc }) => known.get(sscc)?.shipment_id ?? []),
  );
  const history = fresh.flatMap((event) => {
    const parcel = known.get(event.sscc);
    return parcel === undefined ? [] : [historyOf(parcel.order_number, carrier, event)];
  });
  await recordOrderEvents(trx, history);
  const unknown = ssccs.filter((sscc) => !known.has(sscc));
  return { added: fresh.length, same: events.length - fresh.length, unknown };
}

type KnownParcel = Pick<Database['parcels'], 'order_number' | 'shipment_id'>;

async function knownParcels(trx: Trx, ssccs: readonly string[]): Promise<Map<string, KnownParcel>> {
  const known = new Map<string, KnownParcel>();
  for (const chunk of chunksOf(ssccs)) {
    const rows = trx
      .selectFrom('parcels')
      .select(['sscc', 'order_number', 'shipment_id'])
      .where('sscc', 'in', chunk);
    for (const { sscc, ...parcel } of await rows.execute()) known.set(sscc, parcel);
  }
  return known;
}

/** @returns those that were not known by their id, in the order given. */
async function keep(
  trx: Trx,
  carrier: string,
  events: readonly CarrierEvent[],
  receivedAt: string,
): Promise<CarrierEvent[]> {
  const byId = new Map<string, CarrierEvent>();
  for (const event of events) if (!byId.has(event.id)) byId.set(event.id, event);
  const added = new Set<string>();
  for (const chunk of chunksOf([...byId.values()])) {
    const rows = chunk.map(({ id, sscc, status, at, place, note, proof }) => ({
      ...{ carrier, id, sscc, status, at, detail: JSON.stringify({ place, note, proof }) },
      received_at: receivedAt,
    }));
    const inserted = trx
      .insertInto('carrier_events')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id');
    for (const { id } of await inserted.execute()) added.add(id);
  }
  return [...byId.values()].filter(({ id }) => added.has(id));
}

/** What is known of a later moment stays; of two events of one moment the later in the list counts. */
async function moveParcels(
  trx: Trx,
  carrier: string,
  events: readonly CarrierEvent[],
  known: ReadonlyMap<string, KnownParcel>,
): Promise<void> {
  const newest = new Map<string, CarrierEvent>();
  for (const event of events) {
    const known = newest.get(event.sscc);
    if (known === undefined || known.at <= event.at) newest.set(event.sscc, event);
  }
  for (const chunk of chunksOf([...newest.values()])) {
    const rows = chunk.map(({ sscc, status, at, proof }) => {
      const delivered = status === 'delivered';
      return {
        ...{ sscc, carrier, status, at, delivered_at: delivered ? at : null },
        proof: delivered && proof !== undefined ? JSON.stringify(proof) : null,
        unknown: known.has(sscc) ? 0 : 1,
      };
    });
    await trx
      .insertInto('parcel_states')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .column('sscc')
          .doUpdateSet((eb) => ({
            carrier: eb.ref('excluded.carrier'),
            status: eb.ref('excluded.status'),
            at: eb.ref('excluded.at'),
            delivered_at: eb.ref('excluded.delivered_at'),
            proof: eb.ref('excluded.proof'),
          }))
          .whereRef('parcel_states.at', '<=', 'excluded.at'),
      )
      .execute();
  }
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
