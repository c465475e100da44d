import type { QueueItem, ScreenView } from '../../fulfilment/screen-view.ts';
import { useWords } from '../words.ts';

type Queue = ScreenView['queue'];

interface QueuePanelProps {
  readonly queue: Queue;
  readonly onOpen: (order: string) => void;
}

/** The open orders while none is begun: a touch opens one, as its sheet would. */
export function QueuePanel({ queue, onOpen }: QueuePanelProps) {
  const { text } = useWords();
  if (queue.total === 0) return <NothingToDo />;
  const more = queue.total - queue.next.length;
  return (
    <section className="queue" aria-label={text('openOrdersTitle')}>
      <h2 className="panel-title">
        <span>{text('openOrders', { n: queue.total })}</span>
        <span>{text('scanOrTouch')}</span>
      </h2>
      <ol className="queue-cards">
        {queue.next.map((item) => (
          <li key={item.order}>
            <QueueCard item={item} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {more > 0 && <p className="soft queue-more">{text('moreOrders', { n: more })}</p>}
    </section>
  );
}

function QueueCard({ item, onOpen }: { readonly item: QueueItem; readonly onOpen: (order: string) => void }) {
  const { text } = useWords();
  const held = item.status === 'on_hold';
  return (
    <button type="button" className="queue-card" data-held={held} onClick={() => onOpen(item.order)}>
      <span className="queue-number">{item.order}</span>
      <span className="queue-size num">
        {text('units', { n: item.units })} · {text('linesCount', { n: item.lines })}
      </span>
      <span className="queue-customer">{item.customer}</span>
      {held && <span className="queue-held">‖ {text('onHold')}</span>}
    </button>
  );
}

function NothingToDo() {
  const { text } = useWords();
  return (
    <section className="nothing" aria-label={text('openOrdersTitle')}>
      <svg viewBox="0 0 96 96" aria-hidden="true">
        <path d="M14 34 48 18l34 16v34L48 84 14 68Z M14 34l34 16 34-16 M48 50v34" />
        <path className="nothing-check" d="m33 58 10 10 20-24" />
      </svg>
      <h2>{text('noOpenOrders')}</h2>
      <p className="soft">{text('newOnesAppear')}</p>
    </section>
  );
}
