import type { Worker } from 'node:worker_threads';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { keepThread } from './kept-thread.ts';
import type { QueryTasks, TaskMessage, TaskName, TaskReply } from './query-tasks.ts';
import type { ThreadData } from './query-thread.ts';
import { startThread } from './start-thread.ts';
import { errorOf } from './task-fault.ts';

/** Requests wait apart from subscriptions, and are taken in turn, so that neither keeps the other waiting. */
type Lane = 'request' | 'standing';

const lanes: readonly Lane[] = ['request', 'standing'];

export interface DeskLimits {
  /** Questions that wait in each lane. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  readonly maxRunMs: number;
  /** A cancelled query ends by itself within this, or its thread is ended. */
  readonly graceMs: number;
  /** The memory of the thread; a page with all that it is made of takes a tenth of 256. */
  readonly heapMegabytes: number;
  /** Asked nothing for so long, the thread is ended and its memory given back. */
  readonly idleMs: number;
}

export const queryLimits: DeskLimits = {
  // More than there are subscriptions and WebSockets.
  maxWaiting: 200,
  maxWaitMs: 15_000,
  maxRunMs: 20_000,
  graceMs: 5_000,
  heapMegabytes: 256,
  idleMs: 60_000,
};

interface DeskDeps {
  /** The database file. */
  readonly path: string;
  /** Those that the configuration names. */
  readonly companyPrefixes?: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: DeskLimits;
  /** What is told to who has to come again, or asks for too much. */
  readonly codes?: DeskCodes;
}

type Code = keyof typeof epcisErrors.rows;
interface DeskCodes {
  readonly busy: Code;
  readonly tooLong: Code;
}
const queryCodes: DeskCodes = { busy: 'EPCIS_QUERY_BUSY', tooLong: 'EPCIS_QUERY_TOO_COMPLEX' };

interface AskOptions {
  readonly lane?: Lane;
  /** Aborted: nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

interface Question {
  readonly message: TaskMessage;
  readonly stopWaiting: () => void;
  /** Answers or refuses it, once: what its thread still does then is of no interest. */
  readonly settle: (how: { readonly answer: unknown } | { readonly fault: unknown }) => void;
}

export type QueryDesk = ReturnType<typeof startQueryDesk>;

/**
 * Lets queries be answered by a thread of their own, one at a time, so that the facts of the stations never wait for
 * them. The thread is started by a question, ended when there was none for a while, and started again when it ends by itself.
 */
export function startQueryDesk({
  path,
  companyPrefixes = [],
  clock,
  log,
  limits = queryLimits,
  codes = queryCodes,
}: DeskDeps) {
  const busy = (why: string) => epcisErrors.fault(codes.busy, why);
  const nobodyWaits = () => busy('nobody waits for the answer any more');
  const tooLong = (maxRunMs: number) =>
    epcisErrors.fault(codes.tooLong, `it was not answered within ${maxRunMs / 1_000} s`);
  const waiting: Record<Lane, Question[]> = { request: [], standing: [] };
  const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let current: Question | null = null;
  const thread = keepThread<TaskMessage, TaskReply>({
    start,
    onReply,
    onLost: () => finish({ fault: busy('it was interrupted') }),
    onReady: goOn,
    idleMs: limits.idleMs,
    clock,
  });
  let turn = 0;
  let lastId = 0;
  let cancelRun = () => {};
  let stopped = false;

  function takeNext(): Question | undefined {
    for (let tried = 0; tried < lanes.length; tried += 1) {
      turn = (turn + 1) % lanes.length;
      const next = waiting[lanes[turn] ?? 'request'].shift();
      if (next !== undefined) return next;
    }
    return undefined;
  }

  function goOn(): void {
    if (current !== null || stopped || thread.isPausing()) return;
    const next = takeNext();
    if (next === undefined) {
      thread.rest();
      return;
    }
    current = next;
    next.stopWaiting();
    cancelRun = clock.after(limits.maxRunMs, () => abandon(next, tooLong(limits.maxRunMs)));
    thread.send(next.message);
  }

  function start(): Worker {
    const workerData: ThreadData = { path, companyPrefixes, cancelled };
    const resourceLimits = { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 32 };
    const started = startThread('./query-thread.ts', import.meta.url, { workerData, resourceLimits });
    started.on('error', (thrown) =>
      log.error(
        { event: 'epcis.query_thread_failed', err: thrown },
        'the thread of the EPCIS queries failed',
      ),
    );
    return started;
  }

  function onReply(reply: TaskReply): void {
    finish(reply.ok ? { answer: reply.answer } : { fault: errorOf(reply.fault) });
    goOn();
  }

  function finish(how: Parameters<Question['settle']>[0]): void {
    const done = current;
    current = null;
    cancelRun();
    done?.settle(how);
  }

  /** Refuses a question; one that is at work is told to end. */
  function abandon(question: Question, fault: unknown): void {
    question.settle({ fault });
    for (const lane of lanes) waiting[lane] = waiting[lane].filter((one) => one !== question);
    if (current !== question) return;
    Atomics.store(cancelled, 0, question.message.id);
    cancelRun();
    cancelRun = clock.after(limits.graceMs, thread.killer());
  }

  /** A question that gives up by itself when it has waited too long, or its asker leaves. */
  function questionOf(
    message: TaskMessage,
    signal: AbortSignal | undefined,
    { answer, refuse }: { answer: (answer: never) => void; refuse: (fault: unknown) => void },
  ): Question {
    let settled = false;
    const leave = () => abandon(question, nobodyWaits());
    const stopWaiting = clock.after(limits.maxWaitMs, () =>
      abandon(question, busy(`others took ${limits.maxWaitMs / 1_000} s`)),
    );
    signal?.addEventListener('abort', leave);
    const question: Question = {
      message,
      stopWaiting,
      settle(how) {
        if (settled) return;
        settled = true;
        stopWaiting();
        signal?.removeEventListener('abort', leave);
        if ('fault' in how) refuse(how.fault);
        else answer(how.answer as never);
      },
    };
    return question;
  }

  return {
    /**
     * @throws that it is busy, that it takes too long, and what the task itself refuses.
     */
    ask<Name extends TaskName>(
      name: Name,
      asked: QueryTasks[Name]['asked'],
      { lane = 'request', signal }: AskOptions = {},
    ): Promise<QueryTasks[Name]['answer']> {
      return new Promise((answer, refuse) => {
        const full = waiting[lane].length >= limits.maxWaiting;
        if (full) return refuse(busy(`${waiting[lane].length} others are waiting`));
        if (stopped || signal?.aborted === true) return refuse(nobodyWaits());
        lastId = (lastId % 0x7fff_fffe) + 1;
        waiting[lane].push(questionOf({ id: lastId, name, asked }, signal, { answer, refuse }));
        goOn();
      });
    },
    /** Whether its thread is there, with the memory that it takes. */
    isAwake: thread.isThere,
    async stop(): Promise<void> {
      stopped = true;
      const open = [...lanes.flatMap((lane) => waiting[lane]), ...(current === null ? [] : [current])];
      for (const question of open) abandon(question, busy('the gateway is stopping'));
      cancelRun();
      await thread.stop();
    },
  };
}
