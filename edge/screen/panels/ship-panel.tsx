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
    current: index === 0,
  }));
  return <Rows label={text('newest')} rows={rows} />;
}

/** How much is on a load, and the parcel that has to be put aside. */
export function ShipFacts({ ship }: { readonly ship: ShipView }) {
  const { text } = useWords();
  const facts: PanelFact[] = [];
  if (ship.stopped !== null) {
    const { order, reason } = ship.stopped;
    facts.push({ name: text('stopped'), value: `${order}: ${reason}`, tone: 'bad' });
  }
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
