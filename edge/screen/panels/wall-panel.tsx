import type { WallView } from '../../fulfilment/wall/wall-view.ts';
import { useWords } from '../words.ts';
import { FactPanel } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

/** A batch that is sorted: the slot that what is in the hand belongs to, large, and how full each slot is. */
export function WallRows({ wall }: { readonly wall: WallView }) {
  const { text } = useWords();
  const { hand } = wall;
  const rows = wall.slots.map(({ slot, order, unitsDone, unitsTotal, state }) => ({
    key: slot,
    state: ({ empty: 'todo', partial: 'partial', complete: 'done', stopped: 'short' } as const)[state],
    title: slot,
    detail: state === 'stopped' ? `${order} · ${text('slotStopped')}` : order,
    done: unitsDone,
    units: unitsTotal,
    missing: state === 'stopped' ? unitsTotal - unitsDone : 0,
    current: slot === hand?.slot,
  }));
  return (
    <div className="walk">
      {hand !== null && (
        <section className="panel stop" aria-label={text('inHand')}>
          <p className="stop-what">{text('put', { n: hand.units, product: hand.product })}</p>
          <p className="stop-where">
            <strong>{hand.slot}</strong>
          </p>
        </section>
      )}
      <Rows label={text('slots')} rows={rows} isSecond={hand !== null} />
    </div>
  );
}

/** What was put last, newest first. */
export function WallFacts({ wall }: { readonly wall: WallView }) {
  const { text } = useWords();
  const facts = wall.last.map(({ product, units, slot }, index) => ({
    name: `${wall.last.length - index}. ${product}`,
    value: `${units} → ${slot}`,
  }));
  return <FactPanel title={text('lastPuts')} facts={facts} />;
}
