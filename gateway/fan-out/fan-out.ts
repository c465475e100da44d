import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { SubscriberSession } from './subscriber-session.ts';

/** One turn of the event loop goes over this many entries for all subscribers together, and then lets ingest have its turn. */
const entriesPerTurn = 64;
const entriesPerPump = 16;
const tickMs = 500;
const retryMs = 1_000;

export type FanOut = ReturnType<typeof createFanOut>;

/**
 * Gives the connected subscribers their turns, one after the other and a little at a time: a replay of the whole log, or any
 * number of subscribers, takes a bounded part of each turn of the event loop.
 */
export function createFanOut(deps: { readonly clock: Clock; readonly log: Log }) {
  /** In the order of their turns. */
  const sessions = new Set<SubscriberSession>();
  let scheduled = false;
  let stopped = false;
  let cancelRetry: (() => void) | undefined;
  let cancelTick: (() => void) | undefined;

  function schedule(): void {
    if (scheduled || stopped) return;
    scheduled = true;
    setImmediate(turn);
  }

  function turn(): void {
    scheduled = false;
    if (stopped) return;
    let left = entriesPerTurn;
    let ready = false;
    for (const session of [...sessions]) {
      if (left <= 0) break;
      if (!session.isReady()) continue;
      // Who had a turn goes to the end of the line.
      sessions.delete(session);
      sessions.add(session);
      left -= Math.max(1, pump(session, Math.min(left, entriesPerPump)));
      ready = true;
    }
    if (ready) schedule();
  }

  function pump(session: SubscriberSession, limit: number): number {
    try {
      return session.pump(limit);
    } catch (thrown) {
      deps.log.error(
        { event: 'gateway.fan_out_failed', err: thrown },
        'the log could not be read for the subscribers; it is tried again',
      );
      pauseAll();
      return limit;
    }
  }

  /** Without the log nobody gets anything: all wait a moment. */
  function pauseAll(): void {
    scheduled = true;
    cancelRetry ??= deps.clock.after(retryMs, () => {
      cancelRetry = undefined;
      scheduled = false;
      schedule();
    });
  }

  function tick(): void {
    for (const session of [...sessions]) session.tick();
    cancelTick = sessions.size === 0 ? undefined : deps.clock.after(tickMs, tick);
  }

  return {
    add(session: SubscriberSession): void {
      sessions.add(session);
      cancelTick ??= deps.clock.after(tickMs, tick);
      schedule();
    },
    remove(session: SubscriberSession): void {
      session.end();
      sessions.delete(session);
    },
    /** There is something new in the log, or someone can take more. */
    poke: schedule,
    stop(): void {
      stopped = true;
      cancelRetry?.();
      cancelTick?.();
      for (const session of sessions) session.end();
      sessions.clear();
    },
  };
}
