import type { ScreenView } from '../../fulfilment/screen-view.ts';
import type { Desk } from '../use-desk.ts';
import { OrderPanel } from './order-panel.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { RecentScans } from './recent-scans.tsx';

interface ActivityPanelProps {
  readonly view: ScreenView;
  readonly desk: Desk;
}

/** The work in hand, or what can be begun. */
export function ActivityPanel({ view, desk }: ActivityPanelProps) {
  if (view.activity === null) return <QueuePanel queue={view.queue} onOpen={desk.command} />;
  return (
    <div className="work">
      {view.order !== null && <OrderPanel view={view} order={view.order} />}
      <RecentScans history={desk.history} />
    </div>
  );
}
