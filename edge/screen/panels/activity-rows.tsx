import type { ActivityView, ScreenView } from '../../fulfilment/screen-view.ts';
import { OrderRows } from './order-rows.tsx';
import { PickRows } from './pick-panel.tsx';
import { ShipRows } from './ship-panel.tsx';

export interface ActivityProps {
  readonly view: ScreenView;
  readonly activity: ActivityView;
}

/** What has to be done, one below the other, for each kind of work. */
export function ActivityRows({ view, activity }: ActivityProps) {
  switch (activity.kind) {
    case 'pack':
      return view.order === null ? null : <OrderRows order={view.order} current={view.last?.line ?? null} />;
    case 'pick':
      return <PickRows pick={activity} />;
    case 'ship':
      return <ShipRows ship={activity} />;
    default:
      return null;
  }
}
