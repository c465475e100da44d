import type { PickView } from '../../fulfilment/pick/pick-view.ts';
import { useWords, type Words } from '../words.ts';
import { FactPanel, type PanelFact } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

type Stop = NonNullable<PickView['stop']>;

/** A walk: the stop where the person stands or has to go, large, and those that follow. */
export function PickRows({ pick }: { readonly pick: PickView }) {
  const { text } = useWords();
  const rows = pick.next.map((stop, index) => ({
    // Two stops may be for the same product at the same place, in different lots.
    key: `${stop.location} ${stop.sku} ${stop.lot} ${index}`,
    state: 'todo' as const,
    title: stop.location ?? stop.product,
    detail: stop.location === null ? stop.sku : stop.product,
    done: 0,
    units: stop.units,
    missing: 0,
    current: false,
  }));
  return (
    <div className="walk">
      {pick.stop !== null && <StopCard pick={pick} stop={pick.stop} />}
      {rows.length > 0 && <Rows label={text('nextStops')} rows={rows} />}
    </div>
  );
}

function StopCard({ pick, stop }: { readonly pick: PickView; readonly stop: Stop }) {
  const words = useWords();
  const { text } = words;
  const { hand } = pick;
  return (
    <section className="panel stop" aria-label={text('goTo')}>
      <p className="stop-where">
        <span className="soft">{text('goTo')}</span>
        <strong>{stop.location ?? text('anywhere')}</strong>
        <span className="stop-located" data-done={pick.located}>
          {pick.located ? `✓ ${text('located')}` : `○ ${text('scanLocation')}`}
        </span>
      </p>
      <p className="stop-what">
        <strong className="num">{stop.units} ×</strong> {stop.product}
      </p>
      <p className="soft">{[stop.sku, ...lotOf(stop, words)].join(' · ')}</p>
      <ul className="stop-parts">
        {stop.parts.map(({ order, tote, units }) => (
          <li key={order} className="num">
            {tote === null
              ? text('forOrder', { n: units, order })
              : `${text('intoTote', { n: units, tote })} · ${order}`}
          </li>
        ))}
      </ul>
      {hand !== null && (
        <p className="stop-hand">
          <strong>{text('inHand')}:</strong>{' '}
          {hand.tote === null
            ? `${hand.units} × ${hand.product}`
            : text('putInto', { n: hand.units, product: hand.product, tote: hand.tote })}
        </p>
      )}
    </section>
  );
}

function lotOf({ lot, expiry }: Stop, { text }: Words): string[] {
  return [
    ...(lot === null ? [] : [`${text('lot')} ${lot}`]),
    ...(expiry === null ? [] : [`${text('expiry')} ${expiry}`]),
  ];
}

/** What is known of a walk: what hinders it, and what lies in its totes. */
export function PickFacts({ pick }: { readonly pick: PickView }) {
  const { text } = useWords();
  const hindrances: PanelFact[] = pick.stopped.map(({ order, reason }) => ({
    name: order,
    value: reason,
    tone: 'bad',
  }));
  if (pick.approval !== null) {
    const value = text(pick.approval === 'item' ? 'approvalItem' : 'approvalShort');
    hindrances.push({ name: text('approval'), value, tone: 'open' });
  }
  if (pick.unitsShorted > 0) {
    hindrances.push({
      name: text('unitsShorted'),
      value: text('units', { n: pick.unitsShorted }),
      tone: 'bad',
    });
  }
  const totes = pick.totes.map(({ tote, order, units }) => ({
    name: order === null ? tote : `${tote} · ${order}`,
    value: text('units', { n: units }),
  }));
  return (
    <>
      <FactPanel title={walkTitle(pick, text)} facts={hindrances} />
      <FactPanel title={text('totesInUse')} facts={totes} />
    </>
  );
}

export function walkTitle({ task, orders }: PickView, text: Words['text']): string {
  return task === null ? text('walkOrders', { n: orders }) : text('walk', { task });
}
