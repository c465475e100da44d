import type { ScreenOrder, ScreenView } from '../../fulfilment/screen-view.ts';
import { LineList } from './line-list.tsx';
import { ParcelList } from './parcel-list.tsx';

/** The open order: its lines and its parcels. */
export function OrderPanel({ view, order }: { readonly view: ScreenView; readonly order: ScreenOrder }) {
  return (
    <>
      <LineList lines={order.lines} current={view.last?.line ?? null} />
      <ParcelList order={order} sealed={view.phase === 'sealed'} />
    </>
  );
}
