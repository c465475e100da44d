import { tagText } from '../goods.ts';
import { pins } from '../office.ts';
import { firstOf, type Promised } from './look.ts';

/** What the supervisor of a shift relies on. */
export const supervisorsPromises: readonly Promised[] = [
  {
    name: 'no PIN is kept anywhere',
    broken: async ({ floor, ledger, facts }) => {
      const documents = await floor.office.db.selectFrom('work_documents').selectAll().execute();
      const kept = JSON.stringify([
        ...[ledger.facts, floor.desks.map(({ state }) => state), facts, documents],
        ...[floor.gateway.everSaid(), floor.gateway.incidents.open()],
      ]);
      return firstOf(Object.entries(pins), ([badge, pin]) =>
        kept.includes(pin) ? `the PIN of ${badge} stands in it` : null,
      );
    },
  },
  {
    name: 'a tag that was read is told with the scan that it was',
    broken: ({ ofType, ledger }) =>
      firstOf(ofType('tag.read'), ({ station, seq, data }) => {
        const scan = ledger.facts.find((fact) => fact.station === station && fact.seq === data.scanSeq);
        return scan?.type === 'scan.recorded' && scan.data.raw.startsWith(tagText('', '').slice(0, 22))
          ? null
          : `${station}/${seq} names ${data.scanSeq}, which is ${scan?.type}`;
      }),
  },
  {
    name: 'a return that nobody has in hand is closed at central',
    broken: ({ returns, floor }) =>
      firstOf(returns, ({ id, closed_at }) => {
        const inHand = floor.desks.some(({ state: { activity, parked } }) =>
          [activity, ...parked].some((one) => one?.kind === 'return' && one.return === id),
        );
        return closed_at !== null || inHand ? null : `${id} stays open`;
      }),
  },
  {
    name: 'a piece that two orders have is shown at both',
    broken: ({ ledger, orders, lines, shownOf }) => {
      const isKept = (number: string) =>
        orders.some((one) => one.number === number && one.cancelled_at === null) ||
        lines.some((one) => one.order_number === number && one.shipped > 0);
      return firstOf(ledger.taken, (serial) => {
        const having = ledger.ordersWith(serial).filter(isKept);
        const silent = having.find((order) => shownOf(order).length === 0);
        return having.length < 2 || silent === undefined
          ? null
          : `piece ${serial} is in ${having.join(' and ')}, and nobody says so of ${silent}`;
      });
    },
  },
];
