import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';

type Parcel = DataOf<'parcel'>;

/** Puts the parcel, with what its order says about it now. */
function putParcel(books: FloorBooks, parcel: Parcel): void {
  const { stop: _before, ...rest } = parcel;
  const order = books.order(parcel.order);
  const stop = parcel.status === 'dispatched' ? undefined : stopOf(order);
  const carrier = parcel.carrier ?? order?.carrier;
  const after: Parcel = {
    ...rest,
    ...(carrier === undefined ? {} : { carrier }),
    ...(stop === undefined ? {} : { stop }),
  };
  books.documents.put('parcel', parcel.sscc, after, ['dispatched', 'reopened'].includes(parcel.status));
}

/** Why a parcel of this order may not leave. */
function stopOf(order: OrderDocument | undefined): string | undefined {
  if (order === undefined || order.status === 'released') return undefined;
  return order.holdReason ?? order.status;
}

/** An order was held, cancelled or released: its parcels hear of it. */
export function orderChanged(books: FloorBooks, order: string): void {
  for (const { id } of books.memory.owned(order, 'parcel')) {
    const parcel = books.documents.get('parcel', id);
    if (parcel !== undefined) putParcel(books, parcel);
  }
}

function changeParcel(books: FloorBooks, sscc: string, change: (parcel: Parcel) => Parcel): void {
  const parcel = books.documents.get('parcel', sscc);
  if (parcel !== undefined) putParcel(books, change(parcel));
}

function changeCount(books: FloorBooks, load: string, by: number): void {
  const before = books.documents.get('load', load);
  if (before === undefined) return;
  const parcels = Math.max(0, before.parcels + by);
  books.documents.put('load', load, { ...before, parcels }, before.status === 'closed');
}

/** Takes a parcel off the load on which it was. @returns false if it was not on it. */
function unload(books: FloorBooks, sscc: string): void {
  const before = books.memory.get<{ readonly load: string }>('loaded', sscc);
  if (before === undefined) return;
  books.memory.remove('loaded', sscc);
  changeCount(books, before.load, -1);
}

/** What is sealed, on a load, or has left. */
export const parcelRules: FloorRules = {
  'parcel.sealed': ({ data, station }, books) => {
    const { sscc, order, parcel, items, grams } = data;
    books.memory.put('parcel', sscc, order, {});
    putParcel(books, {
      sscc,
      order,
      parcel,
      station,
      status: 'sealed',
      ...(grams === undefined ? {} : { grams }),
      items,
    });
  },
  'parcel.reopened': ({ data: { sscc } }, books) => {
    unload(books, sscc);
    changeParcel(books, sscc, ({ load: _load, ...parcel }) => ({ ...parcel, status: 'reopened' }));
  },
  'load.opened': ({ data, station, at }, { documents }) => {
    const { load, carrier, door } = data;
    const place = door === undefined ? {} : { door };
    const before = documents.get('load', load);
    if (before?.status === 'open') {
      documents.put('load', load, { ...before, ...place });
      return;
    }
    documents.put('load', load, {
      load,
      carrier,
      ...place,
      status: 'open',
      station,
      openedAt: at,
      parcels: 0,
    });
  },
  'parcel.loaded': ({ data: { load, sscc } }, books) => {
    unload(books, sscc);
    books.memory.put('loaded', sscc, `load ${load}`, { load });
    changeCount(books, load, 1);
    changeParcel(books, sscc, (parcel) => ({ ...parcel, status: 'loaded', load }));
  },
  'parcel.unloaded': ({ data: { sscc } }, books) => {
    unload(books, sscc);
    changeParcel(books, sscc, ({ load: _load, ...parcel }) => ({ ...parcel, status: 'sealed' }));
  },
  'load.closed': ({ data: { load } }, { documents }) => {
    const before = documents.get('load', load);
    if (before !== undefined) documents.put('load', load, { ...before, status: 'closed' }, true);
  },
  'shipment.dispatched': ({ data: { parcels, shipment, load, carrier } }, books) => {
    for (const sscc of parcels) {
      changeParcel(books, sscc, (parcel) => ({
        ...parcel,
        status: 'dispatched',
        shipment,
        ...(load === undefined ? {} : { load }),
        ...(carrier === undefined ? {} : { carrier }),
      }));
    }
  },
};
