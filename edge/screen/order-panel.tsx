import { count } from '../../kernel/web/format.ts';
import type { ScreenOrder, ScreenView } from '../fulfilment/screen-view.ts';
import { LineList } from './line-list.tsx';
import { ParcelList } from './parcel-list.tsx';
import { NextOrders } from './queue-panel.tsx';

/** The open order: its head and progress, its lines, its parcels. */
export function OrderPanel({ view, order }: { view: ScreenView; order: ScreenOrder }) {
  return (
    <div className="work">
      <OrderHead order={order} />
      <LineList lines={order.lines} current={view.last?.line ?? null} />
      <aside className="side">
        <ParcelList order={order} sealed={view.phase === 'sealed'} />
        <NextOrders queue={view.queue} open={order.number} />
      </aside>
    </div>
  );
}

function OrderHead({ order }: { order: ScreenOrder }) {
  const share = order.unitsTotal === 0 ? 0 : order.unitsDone / order.unitsTotal;
  return (
    <header className="order-head">
      <div className="order-name">
        <h2>{order.number}</h2>
        <p>
          <strong>{order.customer}</strong>
          <span className="soft"> · {withoutName(order)}</span>
        </p>
      </div>
      <p className="order-count num">
        <strong>{order.unitsDone}</strong>
        <span className="soft"> of {count(order.unitsTotal, 'unit')}</span>
      </p>
      <div
        className="progress"
        role="progressbar"
        aria-label="Units done"
        aria-valuemin={0}
        aria-valuemax={order.unitsTotal}
        aria-valuenow={order.unitsDone}
        data-full={share >= 1}
      >
        <span className="progress-done" style={{ width: `${share * 100}%` }} />
      </div>
    </header>
  );
}

/** The address, without the name of its first line where that is the customer's. */
function withoutName(order: ScreenOrder): string {
  const name = `${order.customer}, `;
  return order.shipTo.startsWith(name) ? order.shipTo.slice(name.length) : order.shipTo;
}
