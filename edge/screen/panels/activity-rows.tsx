import type { ActivityView, ScreenView } from '../../fulfilment/screen-view.ts';
import { CountRows } from './count-panel.tsx';
import { OrderRows } from './order-rows.tsx';
import { PickRows } from './pick-panel.tsx';
import { ReturnRows } from './return-panel.tsx';
import { ServiceRows } from './service-panel.tsx';
import { ShipRows } from './ship-panel.tsx';
import { WallRows } from './wall-panel.tsx';

export interface ActivityProps {
  readonly view: ScreenView;
  readonly activity: ActivityView;
}

/** What has to be done, one below the other, for each kind of work. */
export function ActivityRows({ view, activity }: ActivityProps) {
  switch (activity.kind) {
    case 'pack':
      return view.order === null ? null : (
        <OrderRows
          order={view.order}
          // While a full parcel is checked or its label awaited, those are what has to be seen.
          current={
            activity.stage === 'checking' || view.phase === 'sealed' ? null : (view.last?.line ?? null)
          }
        />
      );
    case 'pick':
      return <PickRows pick={activity} />;
    case 'ship':
      return <ShipRows ship={activity} />;
    case 'wall':
      return <WallRows wall={activity} />;
    case 'return':
      return <ReturnRows goods={activity} />;
    case 'count':
      return <CountRows count={activity} />;
    case 'service':
      return <ServiceRows service={activity} />;
    case 'asked':
      return null;
  }
}
