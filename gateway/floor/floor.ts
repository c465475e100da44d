import type { FastifyInstance } from 'fastify';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import { claimId } from '../../protocols/wire/floor.ts';
import type { WorkDocument } from '../../protocols/wire/work.ts';
import type { IncidentStore } from '../incidents/incident-store.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { WorkReplica } from '../work/work-replica.ts';
import { createClaims } from './claims.ts';
import { cleanUp } from './clean-up.ts';
import { createConflictWatch } from './conflict-watch.ts';
import { createFloorFeed } from './floor-feed.ts';
import { addFloorRoutes } from './floor-routes.ts';
import { openFloorStore } from './floor-store.ts';
import { judgeConflict } from './fold/conflict.ts';
import type { FloorBooks } from './fold/floor-books.ts';
import { foldFact } from './fold/fold.ts';
import { orderChanged } from './fold/parcels.ts';
import { sharersOf } from './fold/pieces.ts';
import { judgeTotes } from './fold/tote-status.ts';
import { createProjector } from './projector.ts';
import { createRhythm } from './rhythm.ts';
import { createSiteWork } from './site-work.ts';
import { createPlanner } from './waves/planner.ts';
import { judgeRest } from './waves/rest.ts';
import { openWaveBook } from './waves/wave-book.ts';
import { withdraw } from './waves/withdraw.ts';
import { createWorkWatch } from './work-watch.ts';

/** All stations pull at a poke: a small site is told four times a second, 200 stations every 0.8 s. */
const pokePauseMs = 250;
const pokePausePerStationMs = 4;
const expireEveryMs = 5_000;
/** No lease is shorter. */
const nothingClaimedMs = 60_000;
const cleanEveryMs = 10 * 60_000;
const cleanAgainMs = 1_000;

interface FloorDeps {
  readonly dataDir: string;
  readonly site: string;
  readonly factLog: Pick<FactLog, 'cursor' | 'read'>;
  readonly work: Pick<WorkReplica, 'document' | 'list' | 'page' | 'served' | 'site'>;
  readonly incidents: Pick<IncidentStore, 'report' | 'end' | 'open'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What the gateway knows of its floor beyond single facts: how far each order is, what lies in which tote, who works on
 * what, which walks are to be done. It follows the fact log and the work of the site on its own; nothing waits for it.
 *
 * @throws DATABASE_UNUSABLE
 */
export function openFloor({ dataDir, site, factLog, work, incidents, clock, log }: FloorDeps) {
  const store = openFloorStore(dataDir, clock);
  const { documents, memory } = store;
  const siteWork = createSiteWork(work);
  const claims = createClaims({ store, rules: siteWork.rules, clock });
  const book = openWaveBook(store.db, clock);
  const conflicts = createConflictWatch({ documents, incidents });
  const books: FloorBooks = {
    documents,
    memory,
    rules: siteWork.rules,
    order: siteWork.order,
    heldClaim: claims.held,
    sawWave: book.saw,
  };

  function takeFact(fact: KnownFact): void {
    renewClaims(fact);
    foldFact(fact, books);
    const order = 'order' in fact.data ? fact.data.order : undefined;
    if (order !== undefined) lookAt(order);
    lookForRest(fact);
  }

  /** Facts after which something of an order may be left that is on no walk. */
  function lookForRest({ type, data }: KnownFact): void {
    if (type === 'task.closed' || type === 'task.reopened') {
      for (const order of documents.get('task', data.task)?.orders ?? []) {
        if (type === 'task.closed' && data.outcome === 'given_back') leaveOutCancelled(order);
        judge(order);
      }
    } else if (type === 'pick.short_undone' || type === 'pick.undone' || type === 'shipment.dispatched')
      judge(data.order);
  }

  /** It was cancelled while somebody was on the walk: nobody who takes the walk up has anything to pick for it. */
  function leaveOutCancelled(order: string): void {
    const document = siteWork.order(order);
    if (document?.status !== 'cancelled') return;
    withdraw(documents, book, order, document);
    judgeTotes(books, order);
  }

  const judge = (order: string) => judgeRest(documents, book, order, siteWork.order(order));

  function lookAt(order: string): void {
    for (const one of [order, ...sharersOf(books, order)]) conflicts.look(one);
  }

  function renewClaims({ type, data, station, at }: KnownFact): void {
    const kind = type.startsWith('return.') ? 'return' : 'order';
    const order = 'order' in data && data.order !== undefined ? claimId({ kind, order: data.order }) : null;
    const task =
      'task' in data && data.task !== undefined ? claimId({ kind: 'task', task: data.task }) : null;
    for (const id of [order, task]) if (id !== null) claims.renew(id, station, at);
    if (type === 'shipment.dispatched' && order !== null) claims.finish(order, at);
    if ((type === 'task.closed' || type === 'task.handed_over') && task !== null) claims.finish(task, at);
  }

  function takeWork(document: WorkDocument): void {
    if (document.kind === 'site') rulesChanged();
    if (document.kind !== 'order') return;
    orderChanged(books, document.id);
    judgeTotes(books, document.id);
    judgeConflict(books, document.id, isoInstant(clock.now()));
    lookAt(document.id);
    withdraw(documents, book, document.id, document.data);
    book.note(document.id, document.data);
    judge(document.id);
  }

  /** Whose work counts may have another answer now. */
  function rulesChanged(): void {
    claims.modeChanged();
    for (const order of store.inConflict()) {
      judgeConflict(books, order, isoInstant(clock.now()));
      conflicts.look(order);
    }
  }

  let tell: () => void = () => {};
  let countStations = () => 0;
  const pokePause = () => Math.max(pokePauseMs, countStations() * pokePausePerStationMs);
  let told: { readonly epoch: string; readonly cursor: number } | undefined;
  const pokes = createRhythm(clock, pokePause, () => {
    const now = store.position();
    if (now.cursor === told?.cursor && now.epoch === told.epoch) return;
    told = now;
    tell();
  });
  const onChanged = () => {
    conflicts.tell();
    pokes.soon();
  };
  const projector = createProjector({ store, factLog, take: takeFact, onFolded: onChanged, clock, log });
  const watch = createWorkWatch({
    db: store.db,
    change: store.change,
    work,
    take: takeWork,
    onChanged,
    clock,
    log,
  });
  const isOpen = (order: string) => siteWork.order(order) !== undefined;
  const tidy = { store, forgetWave: book.forgetWave, isOpen, onForgotten: conflicts.look };
  const ready = () => projector.ready() && watch.ready();
  const planner = createPlanner({ store, book, siteWork, work, ready, onPlanned: onChanged, clock, log });
  const page = createFloorFeed({ site, store, clock, ready: projector.ready });
  const stops: (() => void)[] = [];

  function every(firstMs: number, action: () => number): void {
    let cancel = clock.after(firstMs, function again() {
      let nextMs = firstMs;
      try {
        nextMs = action();
      } catch (thrown) {
        log.error({ event: 'floor.upkeep_failed', err: thrown }, 'the floor could not be tidied up');
      }
      cancel = clock.after(nextMs, again);
    });
    stops.push(() => cancel());
  }

  return {
    /** Where the feed ends; null before there is anything in it. */
    position: (): { epoch: string; cursor: number } | null => {
      const { epoch, cursor } = store.position();
      return cursor === 0 ? null : { epoch, cursor };
    },
    /** How far the fact log has been folded. */
    cursor: projector.cursor,
    addRoutes: (app: FastifyInstance): void => addFloorRoutes(app, { page, claims, planner, onChanged }),
    /** There is something new in the fact log. */
    poke: projector.poke,
    /** There is new work. */
    workChanged: watch.poke,
    /**
     * @param onTold stations have something new to pull.
     * @param stations how many of them are connected.
     */
    start(onTold: () => void, stations: () => number): void {
      tell = onTold;
      countStations = stations;
      told = store.position();
      conflicts.begin(store.inConflict());
      conflicts.tell();
      projector.start();
      watch.start();
      planner.start();
      every(expireEveryMs, () => {
        const before = store.position().cursor;
        const next = claims.expire();
        if (store.position().cursor !== before) onChanged();
        return next === null ? nothingClaimedMs : expireEveryMs;
      });
      every(cleanEveryMs, () => {
        const more = cleanUp(tidy, clock.now());
        onChanged();
        return more ? cleanAgainMs : cleanEveryMs;
      });
    },
    async stop(): Promise<void> {
      tell = () => {};
      for (const stop of [...stops, projector.stop, watch.stop, pokes.stop]) stop();
      await planner.stop();
      store.close();
    },
  };
}
