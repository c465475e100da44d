import type { ScreenView } from '../../fulfilment/screen-view.ts';
import type { Desk } from '../use-desk.ts';
import { ActivityRows } from './activity-rows.tsx';
import { ActivitySide } from './activity-side.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { RecentScans } from './recent-scans.tsx';

interface ActivityPanelProps {
  readonly view: ScreenView;
  readonly desk: Desk;
}

/** The work in hand, what has to be done beside what is known of it; or what can be begun. */
export function ActivityPanel({ view, desk }: ActivityPanelProps) {
  const { activity } = view;
  if (activity === null) return <QueuePanel queue={view.queue} onOpen={desk.command} />;
  return (
    <div className="work" data-checking={activity.kind === 'pack' && activity.stage === 'checking'}>
      <ActivityRows view={view} activity={activity} />
      <aside className="side">
        <ActivitySide view={view} activity={activity} />
        <RecentScans history={desk.history} />
      </aside>
    </div>
  );
}
