import type { Worker } from 'node:worker_threads';
import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { startThread } from './start-thread.ts';
import type { StoreMessage, StoreNews, StoreReply, StoreTaskName, StoreTasks } from './store-tasks.ts';
import type { StoreThreadData } from './store-thread.ts';
import { errorOf } from './task-fault.ts';

const maxAsked = 1_000;
/** Facts that come one by one are told together: a commit costs a sync of the disk. */
const gatherMs = 500;
const restart = { firstMs: 100, maxMs: 30_000 };
/** One that has lived so long after it was begun anew is well again. */
const steadyMs = 5_000;
/** It ends what it is at within some milliseconds; what it has not committed by then, it does again after the next start. */
const stopMs = 3_000;
/** The largest document that may be configured takes half of it; facts take a tenth of the young part. */
const resourceLimits = { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 16 };

interface StoreDeskDeps {
  readonly data: StoreThreadData;
  /** Events were stored. */
  readonly onStored: () => void;
  /** A part of the archived log cannot be read. */
  readonly onDamaged: (message: string) => void;
  /** The thread ended by itself; or it is well again. */
  readonly onTrouble: (trouble: string | null) => void;
  readonly clock: Clock;
  readonly log: Log;
}

interface Question {
  readonly answer: (answer: never) => void;
  readonly refuse: (fault: unknown) => void;
}

export type StoreDesk = ReturnType<typeof startStoreDesk>;

/**
 * Lets everything that writes into the repository be done by one thread, so that the facts of the stations never wait for
 * it. The thread is started when there is something to do; one that ends by itself is started again, and goes on where its
 * last commit ended.
 */
export function startStoreDesk({ data, onStored, onDamaged, onTrouble, clock, log }: StoreDeskDeps) {
  const asked = new Map<number, Question>();
  let thread: Worker | null = null;
  let lastId = 0;
  let told: number | null = null;
  let failures = 0;
  let cancelPoke: (() => void) | undefined;
  let cancelRestart: (() => void) | undefined;
  let cancelSteady = () => {};
  let stopped = false;

  function begin(): Worker {
    if (thread !== null) return thread;
    thread = startThread('./store-thread.ts', import.meta.url, { workerData: data, resourceLimits });
    thread.on('message', onReply);
    thread.on('error', (thrown) =>
      log.error(
        { event: 'epcis.store_thread_failed', err: thrown },
        'the thread that writes EPCIS events failed',
      ),
    );
    thread.on('exit', onExit);
    // It alone does not keep a program alive.
    thread.unref();
    if (failures > 0) cancelSteady = clock.after(steadyMs, isWell);
    return thread;
  }

  function isWell(): void {
    failures = 0;
    onTrouble(null);
  }

  function onReply(reply: StoreReply): void {
    if (reply.kind === 'answer') settle(reply.id)?.answer(reply.answer as never);
    else if (reply.kind === 'fault') settle(reply.id)?.refuse(errorOf(reply.fault));
    else onNews(reply);
  }

  function onNews(news: StoreNews): void {
    if (news.kind === 'stored') onStored();
    else if (news.kind === 'told') told = news.cursor;
    else if (news.kind === 'damaged') onDamaged(news.message);
    else log[news.level](news.fields, news.text);
  }

  function settle(id: number): Question | undefined {
    const question = asked.get(id);
    asked.delete(id);
    return question;
  }

  /** Whatever ended it: what it was asked is refused, and the next one begins after a pause. */
  function onExit(): void {
    thread = null;
    cancelSteady();
    refuseAll('it ended while it was at this');
    if (stopped) return;
    const delayMs = backoffMs(failures, restart);
    failures += 1;
    onTrouble(`it ended by itself (${failures} times in a row) and is begun anew`);
    cancelRestart = clock.after(delayMs, () => {
      cancelRestart = undefined;
      begin();
    });
  }

  function refuseAll(why: string): void {
    for (const { refuse } of asked.values()) refuse(storeStopped(why));
    asked.clear();
  }

  function send(message: StoreMessage): void {
    begin().postMessage(message);
  }

  return {
    /**
     * @throws EPCIS_CAPTURE_BUSY, EPCIS_STORE_STOPPED, and what the task itself refuses.
     */
    ask<Name extends StoreTaskName>(
      name: Name,
      what: StoreTasks[Name]['asked'],
    ): Promise<StoreTasks[Name]['answer']> {
      return new Promise((answer, refuse) => {
        if (stopped) return refuse(storeStopped('the gateway is stopping'));
        if (cancelRestart !== undefined) return refuse(storeStopped('it is begun anew'));
        if (asked.size >= maxAsked)
          return refuse(epcisErrors.fault('EPCIS_CAPTURE_BUSY', `${asked.size} changes are waiting`));
        lastId += 1;
        asked.set(lastId, { answer, refuse });
        send({ kind: 'task', id: lastId, name, asked: what });
      });
    },
    /** There is something to do: new facts, or jobs that a stop has interrupted. */
    poke(): void {
      if (stopped || cancelPoke !== undefined || cancelRestart !== undefined) return;
      cancelPoke = clock.after(gatherMs, () => {
        cancelPoke = undefined;
        if (cancelRestart === undefined) send({ kind: 'poke' });
      });
    },
    /** How far the fact log has been told as events; null until that is known. */
    told: () => told,
    async stop(): Promise<void> {
      stopped = true;
      cancelPoke?.();
      cancelRestart?.();
      cancelSteady();
      if (thread !== null) await ended(thread);
      refuseAll('the gateway is stopping');
    },
  };

  /** Lets it end by itself; one that does not is ended. */
  function ended(leaving: Worker): Promise<void> {
    return new Promise((done) => {
      const cancel = clock.after(stopMs, () => void leaving.terminate());
      leaving.once('exit', () => {
        cancel();
        done();
      });
      leaving.ref();
      leaving.postMessage({ kind: 'stop' } satisfies StoreMessage);
    });
  }
}

function storeStopped(why: string) {
  return epcisErrors.fault('EPCIS_STORE_STOPPED', why);
}
