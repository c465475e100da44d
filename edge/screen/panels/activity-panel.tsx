import type { ScreenView } from '../../fulfilment/screen-view.ts';
import type { Desk } from '../use-desk.ts';
import { ActivityRows } from './activity-rows.tsx';
import { ActivitySide } from './activity-side.tsx';
import { FloorQueuePanel } from './floor-queue.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { RecentScans } from './recent-scans.tsx';
import { UndoList } from './undo-list.tsx';

interface ActivityPanelProps {
  readonly view: ScreenView;
  readonly desk: Desk;
}

/** The work in hand, what has to be done beside what is known of it; or what can be begun. */
export function ActivityPanel({ view, desk }: ActivityPanelProps) {
  const { activity } = view;
  if (activity === null) return <Beginnings view={view} onOpen={desk.command} />;
  if (activity.kind === 'asked') return null;
  return (
    <div className="work" data-checking={activity.kind === 'pack' && activity.stage === 'checking'}>
      <ActivityRows view={view} activity={activity} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it may be longer than the screen, and then the keyboard scrolls it (WCAG 2.1.1) */}
      <aside className="side" tabIndex={0}>
        <ActivitySide view={view} activity={activity} />
        <UndoList undo={view.undo} />
        <RecentScans history={desk.history} />
      </aside>
    </div>
  );
}

interface BeginningsProps {
  readonly view: ScreenView;
  readonly onOpen: (code: string) => void;
}

/** What the floor waits for stands above the orders: it serves several of them. */
function Beginnings({ view, onOpen }: BeginningsProps) {
  const { floor, queue } = view;
  const { tasks = [], loads = [], counts = [], conflicts = [] } = floor ?? {};
  const waits = floor !== undefined && tasks.length + loads.length + counts.length + conflicts.length > 0;
  return (
    <>
      <UndoList undo={view.undo} />
      {waits && <FloorQueuePanel floor={floor} onOpen={onOpen} />}
      {(queue.total > 0 || !waits) && <QueuePanel queue={queue} onOpen={onOpen} />}
    </>
  );
}
