import type { ActivityProps } from './activity-rows.tsx';
import { CountFacts } from './count-panel.tsx';
import { PackFacts } from './pack-facts.tsx';
import { ParcelList } from './parcel-list.tsx';
import { PickFacts } from './pick-panel.tsx';
import { ReturnFacts } from './return-panel.tsx';
import { ServiceFacts } from './service-panel.tsx';
import { ShipFacts } from './ship-panel.tsx';
import { WallFacts } from './wall-panel.tsx';

/** What is known beside that, for each kind of work. */
export function ActivitySide({ view, activity }: ActivityProps) {
  switch (activity.kind) {
    case 'pack':
      return (
        <>
          {view.phase !== 'sealed' && <PackFacts pack={activity} />}
          {view.order !== null && <ParcelList order={view.order} sealed={view.phase === 'sealed'} />}
        </>
      );
    case 'pick':
      return <PickFacts pick={activity} />;
    case 'ship':
      return <ShipFacts ship={activity} />;
    case 'wall':
      return <WallFacts wall={activity} />;
    case 'return':
      return <ReturnFacts goods={activity} />;
    case 'count':
      return <CountFacts count={activity} />;
    case 'service':
      return <ServiceFacts service={activity} />;
    case 'asked':
      return null;
  }
}
