import { grouped } from '../../../kernel/web/format.ts';
import type { ShipView } from '../../fulfilment/ship/ship-view.ts';
import { useWords } from '../words.ts';
import { FactPanel, type PanelFact } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

/** What is on a load, the newest first. */
export function ShipRows({ ship }: { readonly ship: ShipView }) {
  const { text } = useWords();
  const rows = ship.latest.map(({ sscc, order, parcel }, index) => ({
    key: sscc,
    state: 'done' as const,
    title: text('orderParcel', { order, n: parcel }),
    detail: grouped(sscc),
    done: 1,
    units: 0,
    missing: 0,
    // A parcel to put aside is what has to be seen.
    current: index === 0 && ship.stopped === null,
  }));
  return (
    <div className="walk">
      {ship.stopped !== null && <StoppedParcel stopped={ship.stopped} />}
      {rows.length > 0 && <Rows label={text('newest')} rows={rows} />}
    </div>
  );
}

/** A parcel that may not leave, larger than all else: which one, whose, why, and where it goes. */
function StoppedParcel({ stopped }: { readonly stopped: NonNullable<ShipView['stopped']> }) {
  const { text } = useWords();
  return (
    <section className="panel stopped-parcel" role="alert" aria-label={text('stopped')}>
      <h2>✕ {text('stoppedOrder', { order: stopped.order })}</h2>
      <p className="num">{grouped(stopped.sscc)}</p>
      <p className="stopped-reason">{stopped.reason}</p>
      <p>{text('stoppedWhere')}</p>
    </section>
  );
}

/** How much is on a load, and at which door. */
export function ShipFacts({ ship }: { readonly ship: ShipView }) {
  const { text } = useWords();
  const facts: PanelFact[] = [];
  facts.push(
    {
      name: text('atDoor'),
      value: ship.door ?? text('doorUnknown'),
      ...(ship.door === null ? { tone: 'open' as const } : {}),
    },
    { name: text('loadParcels'), value: String(ship.parcels) },
    { name: text('orders'), value: String(ship.orders) },
    { name: text('unitsOnly'), value: String(ship.units) },
  );
  if (ship.foreignTags > 0) {
    facts.push({ name: text('foreignTags'), value: String(ship.foreignTags), tone: 'bad' });
  }
  return <FactPanel title={`${text('loaded')}: ${ship.carrier}`} facts={facts} />;
}
