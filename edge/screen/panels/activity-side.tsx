import type { ActivityProps } from './activity-rows.tsx';
import { PackFacts } from './pack-facts.tsx';
import { ParcelList } from './parcel-list.tsx';
import { PickFacts } from './pick-panel.tsx';
import { ShipFacts } from './ship-panel.tsx';

/** What is known beside that, for each kind of work. */
export function ActivitySide({ view, activity }: ActivityProps) {
  switch (activity.kind) {
    case 'pack':
      return (
        <>
          <PackFacts pack={activity} />
          {view.order !== null && <ParcelList order={view.order} sealed={view.phase === 'sealed'} />}
        </>
      );
    case 'pick':
      return <PickFacts pick={activity} />;
    case 'ship':
      return <ShipFacts ship={activity} />;
    default:
      return null;
  }
}
