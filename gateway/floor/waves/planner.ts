import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { WaveDocument } from '../../../protocols/wire/floor.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { WorkReplica } from '../../work/work-replica.ts';
import { floorErrors } from '../floor-errors.ts';
import type { FloorStore } from '../floor-store.ts';
import type { DataOf } from '../fold/floor-books.ts';
import type { SiteWork } from '../site-work.ts';
import { type Candidate, type Departure, departures } from './choose-orders.ts';
import { planWave } from './plan-wave.ts';
import { restOf, withBefore } from './rest.ts';
import type { WaveBook } from './wave-book.ts';

const everyMs = 30_000;
const locationsPerSlice = 500;
/** More than that are not made ahead by themselves: they would be planned on stock that has changed by then. */
const maxOpenTasks = 300;
/** A wave is made by itself when its vehicle leaves soon, an order has waited long, or a walk is full. */
const soonMs = 60 * 60_000;
const patienceMs = 10 * 60_000;

interface Waiting extends Departure {
  /** Since when the first of its orders waits. */
  readonly sinceMs: number;
}

interface PlannerDeps {
  readonly store: FloorStore;
  readonly book: WaveBook;
  readonly siteWork: SiteWork;
  readonly work: Pick<WorkReplica, 'list'>;
  /** Whether all facts and all work were seen. */
  readonly ready: () => boolean;
  readonly onPlanned: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes waves of the orders that wait: one now and then by itself, and one when a person asks for it. */
export function createPlanner(deps: PlannerDeps) {
  const { store, book, siteWork, work, ready, onPlanned, clock, log } = deps;
  let planning: Promise<unknown> = Promise.resolve();
  let cancel: (() => void) | undefined;
  let stopped = true;

  /** What waits, by the vehicle that takes it: the one that leaves first comes first. */
  function waiting(): Waiting[] {
    const { rules, site } = siteWork;
    const candidates = book.waiting(rules().waves.ordersPerWave);
    const seenMs = new Map(candidates.map((each) => [each.order, each.seenMs]));
    return departures(candidates, site(), clock.now()).map((departure) => ({
      ...departure,
      sinceMs: Math.min(...departure.orders.map(({ order }) => seenMs.get(order) ?? clock.now())),
    }));
  }

  /** What is planned without anybody asking, each vehicle judged by itself: an order for one must not hold back those for another. */
  function due(): Waiting | undefined {
    const { mode, ordersPerTask } = siteWork.rules().waves;
    if (mode === 'off' || !ready()) return undefined;
    if (openTasks().filter(({ status }) => status === 'open').length >= maxOpenTasks) return undefined;
    const nowMs = clock.now();
    return waiting().find(({ orders, cutOffMs, sinceMs }) => {
      const isSoon = cutOffMs !== null && cutOffMs - nowMs <= soonMs;
      return isSoon || orders.length >= ordersPerTask || nowMs - sinceMs >= patienceMs;
    });
  }

  function openTasks(): DataOf<'task'>[] {
    return store
      .all('task')
      .flatMap(({ done, json }) => (done === 1 ? [] : [JSON.parse(json) as DataOf<'task'>]));
  }

  async function locations(): Promise<LocationDocument[]> {
    const all: LocationDocument[] = [];
    for (let after = '', more = true; more; ) {
      const page = work.list('location', after, locationsPerSlice);
      all.push(...page.map(({ data }) => data));
      after = page.at(-1)?.id ?? after;
      more = page.length === locationsPerSlice;
      if (more) await nextTurn();
    }
    return all;
  }

  /** @throws WAVES_OFF, WAVE_EMPTY, FLOOR_NOT_YET */
  async function make(choose: () => Waiting | undefined): Promise<WaveDocument> {
    if (!ready()) throw floorErrors.fault('FLOOR_NOT_YET', 'the facts and the work are still being read');
    const rules = siteWork.rules().waves;
    if (rules.mode === 'off') throw floorErrors.fault('WAVES_OFF', 'rules.waves.mode is off');
    const places = await locations();
    // From here on nothing waits, so that what is planned is what is committed.
    const departure = choose();
    const documents = wanted(departure?.orders ?? []);
    // Rests go before what is new, on walks of their own, as the site walks: each names what was done before it.
    const rests = documents.filter(({ order }) => book.isRest(order));
    const isRest = rests.length > 0;
    const tasks = openTasks();
    const number = book.last() + 1;
    const planned = planWave({
      number,
      rules,
      orders: isRest ? rests : documents,
      locations: places,
      reserved: tasks.flatMap(({ stops }) => stops),
      slots: rules.mode === 'put_to_wall' ? freeSlots(places, tasks, rules.ordersPerWave) : [],
    });
    if (departure === undefined || planned.orders.length === 0)
      throw floorErrors.fault('WAVE_EMPTY', 'no order waits that could be planned');
    const wave: WaveDocument = {
      wave: `W${number}`,
      status: 'open',
      ...(departure.carrier === undefined ? {} : { carrier: departure.carrier }),
      ...(departure.cutOffMs === null ? {} : { cutOffAt: isoInstant(departure.cutOffMs) }),
      orders: [...planned.orders],
      tasks: planned.tasks.map(({ task }) => task),
    };
    const walks = isRest ? planned.tasks.map((task) => withBefore(store.documents, task)) : planned.tasks;
    store.change(() => {
      book.saw(number);
      book.plan(planned.orders, wave.wave);
      for (const task of walks) store.documents.put('task', task.task, task);
      store.documents.put('wave', wave.wave, wave);
    });
    log.info({
      event: 'floor.wave_planned',
      wave: wave.wave,
      orders: wave.orders.length,
      tasks: wave.tasks.length,
    });
    onPlanned();
    return wave;
  }

  /** The documents of orders that may be picked still. */
  function wanted(orders: readonly Candidate[]): OrderDocument[] {
    return orders.flatMap(({ order }) => {
      const document = siteWork.order(order);
      if (document?.status !== 'released') {
        book.drop(order);
        return [];
      }
      if (!book.isRest(order)) return [document];
      const rest = restOf(store.documents, document);
      if (rest.lines.length > 0) return [rest];
      book.setRest(order, false);
      return [];
    });
  }

  /** Slots that no open task and no order of the wall uses. */
  function freeSlots(
    places: readonly LocationDocument[],
    tasks: readonly DataOf<'task'>[],
    count: number,
  ): string[] {
    const used = new Set(tasks.flatMap(({ wall }) => wall?.slots.map(({ slot }) => slot) ?? []));
    for (const { id } of store.all('tote')) used.add(id);
    const named = places
      .filter(({ location }) => location.startsWith('W-'))
      .sort((a, b) => a.walk - b.walk)
      .map(({ location }) => location);
    const numbered = Array.from({ length: count + used.size }, (_, index) => `W-${index + 1}`);
    return (named.length > 0 ? named : numbered).filter((slot) => !used.has(slot));
  }

  /** One wave after the other. */
  function inTurn(choose: () => Waiting | undefined): Promise<WaveDocument> {
    const mine = planning.then(() => make(choose));
    planning = mine.catch(() => {});
    return mine;
  }

  /** A database that fails for a moment must not end the gateway, nor the looking. */
  async function look(): Promise<void> {
    if (due() !== undefined) await inTurn(due);
  }

  function later(): void {
    if (stopped) return;
    cancel = clock.after(everyMs, () => {
      look().catch((thrown: unknown) =>
        log.warn({ event: 'floor.wave_failed', err: thrown }, 'no wave could be made'),
      );
      later();
    });
  }

  return {
    start(): void {
      stopped = false;
      later();
    },
    /** Makes a wave now, of one carrier or of the one that leaves next. @throws WAVES_OFF, WAVE_EMPTY, FLOOR_NOT_YET */
    make: (carrier: string | undefined) =>
      inTurn(() => waiting().find((departure) => carrier === undefined || departure.carrier === carrier)),
    all: (): WaveDocument[] => store.all('wave').map(({ json }) => JSON.parse(json) as WaveDocument),
    async stop(): Promise<void> {
      stopped = true;
      cancel?.();
      await planning;
    },
  };
}
