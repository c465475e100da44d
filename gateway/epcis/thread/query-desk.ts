import type { Worker } from 'node:worker_threads';
import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { QueryTasks, TaskMessage, TaskName, TaskReply } from './query-tasks.ts';
import type { ThreadData } from './query-thread.ts';
import { startThread } from './start-thread.ts';
import { errorOf } from './task-fault.ts';

/** Requests wait apart from subscriptions, and are taken in turn, so that neither keeps the other waiting. */
type Lane = 'request' | 'standing';

const lanes: readonly Lane[] = ['request', 'standing'];
const restart = { firstMs: 100, maxMs: 30_000 };

export interface DeskLimits {
  /** Questions that wait in each lane. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  readonly maxRunMs: number;
  /** A cancelled query ends by itself within this, or its thread is ended. */
  readonly graceMs: number;
  /** The memory of the thread; a page with all that it is made of takes a tenth of 256. */
  readonly heapMegabytes: number;
}

export const queryLimits: DeskLimits = {
  // More than there are subscriptions and WebSockets.
  maxWaiting: 200,
  maxWaitMs: 15_000,
  maxRunMs: 20_000,
  graceMs: 5_000,
  heapMegabytes: 256,
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
 * them. The thread is started by the first question; one that ends by itself is started again.
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
  let thread: Worker | null = null;
  let current: Question | null = null;
  let turn = 0;
  let lastId = 0;
  let failures = 0;
  let cancelRestart: (() => void) | undefined;
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
    if (current !== null || stopped || cancelRestart !== undefined) return;
    const next = takeNext();
    if (next === undefined) return;
    current = next;
    next.stopWaiting();
    cancelRun = clock.after(limits.maxRunMs, () => abandon(next, tooLong(limits.maxRunMs)));
    thread ??= begin();
    thread.postMessage(next.message);
  }

  function begin(): Worker {
    const workerData: ThreadData = { path, companyPrefixes, cancelled };
    const resourceLimits = { maxOldGenerationSizeMb: limits.heapMegabytes, maxYoungGenerationSizeMb: 32 };
    const started = startThread('./query-thread.ts', import.meta.url, { workerData, resourceLimits });
    started.on('message', (reply: TaskReply) => onReply(reply));
    started.on('error', (thrown) =>
      log.error(
        { event: 'epcis.query_thread_failed', err: thrown },
        'the thread of the EPCIS queries failed',
      ),
    );
    started.on('exit', () => onExit());
    // It alone does not keep a program alive.
    started.unref();
    return started;
  }

  function onReply(reply: TaskReply): void {
    failures = 0;
    finish(reply.ok ? { answer: reply.answer } : { fault: errorOf(reply.fault) });
    goOn();
  }

  function finish(how: Parameters<Question['settle']>[0]): void {
    const done = current;
    current = null;
    cancelRun();
    done?.settle(how);
  }

  /** Whatever ended the thread: what it was at is refused, and the next one begins after a pause. */
  function onExit(): void {
    thread = null;
    finish({ fault: busy('it was interrupted') });
    if (stopped) return;
    const delayMs = backoffMs(failures, restart);
    failures += 1;
    cancelRestart = clock.after(delayMs, () => {
      cancelRestart = undefined;
      goOn();
    });
  }

  /** Refuses a question; one that is at work is told to end. */
  function abandon(question: Question, fault: unknown): void {
    question.settle({ fault });
    for (const lane of lanes) waiting[lane] = waiting[lane].filter((one) => one !== question);
    if (current !== question) return;
    Atomics.store(cancelled, 0, question.message.id);
    cancelRun();
    const stuck = thread;
    cancelRun = clock.after(limits.graceMs, () => void stuck?.terminate());
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
    async stop(): Promise<void> {
      stopped = true;
      cancelRestart?.();
      const open = [...lanes.flatMap((lane) => waiting[lane]), ...(current === null ? [] : [current])];
      for (const question of open) abandon(question, busy('the gateway is stopping'));
      cancelRun();
      await thread?.terminate();
    },
  };
}
