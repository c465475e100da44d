import type { FloorQueue } from '../../fulfilment/screen-view.ts';
import { useWords, type Words } from '../words.ts';

interface FloorProps {
  readonly floor: FloorQueue;
  readonly onOpen: (code: string) => void;
}

/** One thing that can be begun: a touch does what scanning its name does. */
interface Offer {
  readonly code: string;
  readonly size: string;
  readonly detail: string;
}

/** What was done twice and has to be settled, and the walks, loads and counts that wait to be begun. */
export function FloorQueuePanel({ floor, onOpen }: FloorProps) {
  const words = useWords();
  const { text } = words;
  return (
    <>
      <Offers title={text('conflicts')} offers={conflictOffers(floor, words)} onOpen={onOpen} />
      <Offers title={text('walks')} offers={walkOffers(floor, words)} onOpen={onOpen} />
      <Offers title={text('loads')} offers={loadOffers(floor, words)} onOpen={onOpen} />
      <Offers title={text('counts')} offers={countOffers(floor, words)} onOpen={onOpen} />
    </>
  );
}

function conflictOffers({ conflicts = [] }: FloorQueue, { text }: Words): Offer[] {
  return conflicts.map(({ order, keeper, others, isStopped }) => ({
    code: order,
    size: [keeper, ...others].join(', '),
    detail:
      isStopped && others.length > 0
        ? text('conflictStopped', { keeper, others: others.join(', ') })
        : text('conflictShown'),
  }));
}

function walkOffers({ tasks }: FloorQueue, { text }: Words): Offer[] {
  return tasks.map(({ task, zone, status, orders, stops, after }) => ({
    code: task,
    size: text('walkStops', { n: stops, orders }),
    detail: [
      ...(zone === undefined ? [] : [text('zone', { zone })]),
      ...(status === 'handed_over' ? [text('handedOver')] : []),
      ...(after === undefined ? [] : [text('after', { task: after })]),
    ].join(' · '),
  }));
}

function loadOffers({ loads }: FloorQueue, { text }: Words): Offer[] {
  return loads.map(({ load, carrier, door, parcels }) => ({
    code: load,
    size: text('loadOf', { n: parcels }),
    detail: door === undefined ? carrier : `${carrier} · ${text('door', { door })}`,
  }));
}

/** Scanning a location counts it only after the command. */
function countOffers({ counts }: FloorQueue, { text }: Words): Offer[] {
  return counts.map(({ count, location, trigger }) => ({
    code: `PP:COUNT:${location}`,
    size: text(trigger === 'short' ? 'shortTrigger' : 'cycleTrigger'),
    detail: text('countOf', { count }),
  }));
}

interface OffersProps {
  readonly title: string;
  readonly offers: readonly Offer[];
  readonly onOpen: (code: string) => void;
}

function Offers({ title, offers, onOpen }: OffersProps) {
  if (offers.length === 0) return null;
  return (
    <section className="queue" aria-label={title}>
      <h2 className="panel-title">
        <span>{title}</span>
        <span className="num">{offers.length}</span>
      </h2>
      <ol className="queue-cards">
        {offers.map(({ code, size, detail }) => (
          <li key={code}>
            <button type="button" className="queue-card" onClick={() => onOpen(code)}>
              <span className="queue-number">{code.replace(/^PP:COUNT:/, '')}</span>
              <span className="queue-size num">{size}</span>
              <span className="queue-detail">{detail}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
