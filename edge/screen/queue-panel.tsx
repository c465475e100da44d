import { count } from '../../kernel/web/format.ts';
import type { QueueItem, ScreenView } from '../fulfilment/screen-view.ts';

type Queue = ScreenView['queue'];

/** The open orders while none is begun: a touch opens one, as its sheet would. */
export function QueuePanel({ queue, onOpen }: { queue: Queue; onOpen: (order: string) => void }) {
  if (queue.total === 0) return <NothingToDo />;
  const more = queue.total - queue.next.length;
  return (
    <section className="queue" aria-label="Open orders">
      <h2 className="panel-title">
        <span>{count(queue.total, 'open order')}</span>
        <span>scan a sheet, or touch one</span>
      </h2>
      <ol className="queue-cards">
        {queue.next.map((item) => (
          <li key={item.order}>
            <QueueCard item={item} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {more > 0 && <p className="soft queue-more">and {count(more, 'more order')}</p>}
    </section>
  );
}

function QueueCard({ item, onOpen }: { item: QueueItem; onOpen: (order: string) => void }) {
  const held = item.status === 'on_hold';
  return (
    <button type="button" className="queue-card" data-held={held} onClick={() => onOpen(item.order)}>
      <span className="queue-number">{item.order}</span>
      <span className="queue-size num">
        {count(item.units, 'unit')} · {count(item.lines, 'line')}
      </span>
      <span className="queue-customer">{item.customer}</span>
      {held && <span className="queue-held">‖ on hold</span>}
    </button>
  );
}

function NothingToDo() {
  return (
    <section className="nothing" aria-label="Open orders">
      <svg viewBox="0 0 96 96" aria-hidden="true">
        <path d="M14 34 48 18l34 16v34L48 84 14 68Z M14 34l34 16 34-16 M48 50v34" />
        <path className="nothing-check" d="m33 58 10 10 20-24" />
      </svg>
      <h2>No open orders</h2>
      <p className="soft">New ones appear here by themselves.</p>
    </section>
  );
}

/** What comes after the open order, small. */
export function NextOrders({ queue, open }: { queue: Queue; open: string }) {
  const next = queue.next.filter((item) => item.order !== open);
  if (next.length === 0) return null;
  return (
    <section className="panel next-orders" aria-label="Next orders">
      <h3 className="panel-title">
        <span>Next</span>
        <span className="num">{queue.total - (queue.next.length - next.length)}</span>
      </h3>
      <ol>
        {next.slice(0, 6).map((item) => (
          <li key={item.order}>
            <strong>{item.order}</strong>
            <span className="soft num">
              {item.status === 'on_hold' ? '‖ on hold' : count(item.units, 'unit')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
