import type { Worker } from 'node:worker_threads';
import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';

const restart = { firstMs: 100, maxMs: 30_000 };

interface KeptThreadDeps<Reply> {
  readonly start: () => Worker;
  readonly onReply: (reply: Reply) => void;
  /** It ended by itself, or was ended in its work. */
  readonly onLost: () => void;
  /** After it was lost, messages may be sent again. */
  readonly onReady: () => void;
  /** With nothing to do for so long it is ended: it has a memory of its own, which the program gets back. */
  readonly idleMs: number;
  readonly clock: Clock;
}

/** A thread that is there while there is something to do: begun by a message, and after a pause anew when it is lost. */
export function keepThread<Message, Reply>(deps: KeptThreadDeps<Reply>) {
  const { start, onReply, onLost, onReady, idleMs, clock } = deps;
  let thread: Worker | null = null;
  let leaving: Promise<unknown> = Promise.resolve();
  let failures = 0;
  let cancelRestart: (() => void) | undefined;
  let cancelIdle = () => {};
  let stopped = false;

  function begin(): Worker {
    const begun = start();
    begun.on('message', (reply: Reply) => {
      failures = 0;
      onReply(reply);
    });
    begun.on('exit', () => {
      if (begun === thread) onExit();
    });
    // It alone does not keep a program alive.
    begun.unref();
    return begun;
  }

  function onExit(): void {
    thread = null;
    cancelIdle();
    onLost();
    if (stopped) return;
    const delayMs = backoffMs(failures, restart);
    failures += 1;
    cancelRestart = clock.after(delayMs, () => {
      cancelRestart = undefined;
      onReady();
    });
  }

  function leave(): void {
    const idle = thread;
    thread = null;
    if (idle !== null) leaving = idle.terminate();
  }

  return {
    /** True in the pause after it was lost: nothing may be sent. */
    isPausing: () => cancelRestart !== undefined,
    isThere: () => thread !== null,
    send(message: Message): void {
      cancelIdle();
      thread ??= begin();
      thread.postMessage(message);
    },
    /** There is nothing to do. */
    rest(): void {
      cancelIdle();
      if (thread !== null && !stopped) cancelIdle = clock.after(idleMs, leave);
    },
    /** Ends it in its work, unless that was done by then and another has been begun. */
    killer(): () => void {
      const stuck = thread;
      return () => void stuck?.terminate();
    },
    async stop(): Promise<void> {
      stopped = true;
      cancelRestart?.();
      cancelIdle();
      await Promise.all([leaving, thread?.terminate()]);
    },
  };
}
