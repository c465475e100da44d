import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';

/** One turn of the event loop goes over this many entries for all subscribers together, and then lets ingest have its turn. */
const entriesPerTurn = 128;
const entriesPerPump = 64;
/** And no longer than this, unless one reading of the log alone takes it. */
const turnMs = 1.5;
const tickMs = 500;
const retryMs = 1_000;

/** Someone who follows the log from a position of its own. */
export interface Follower {
  /** Whether there is something that it could take now. */
  isReady(): boolean;
  /** Takes at most `limit` entries of the log; says how many. */
  pump(limit: number): number;
  /** Called twice a second, to end what stands still. */
  tick(): void;
  end(): void;
}

export type FanOut = ReturnType<typeof createFanOut>;

/**
 * Gives the followers of the log their turns, one after the other and a little at a time: a replay of the whole log, or any
 * number of subscribers, takes a bounded part of each turn of the event loop.
 */
export function createFanOut(deps: { readonly clock: Clock; readonly log: Log }) {
  /** In the order of their turns. */
  const followers = new Set<Follower>();
  let scheduled = false;
  let stopped = false;
  let ticks = 0;
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
    const endMs = deps.clock.monotonicMs() + turnMs;
    let left = entriesPerTurn;
    let ready = false;
    for (const follower of [...followers]) {
      if (!follower.isReady()) continue;
      ready = true;
      // Who had a turn goes to the end of the line.
      followers.delete(follower);
      followers.add(follower);
      left -= Math.max(1, pump(follower, Math.min(left, entriesPerPump)));
      // Asked after each, so that every turn brings someone on, however slow the machine is.
      if (left <= 0 || deps.clock.monotonicMs() > endMs) break;
    }
    if (ready) schedule();
  }

  function pump(follower: Follower, limit: number): number {
    try {
      return follower.pump(limit);
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
    ticks += 1;
    for (const follower of [...followers]) follower.tick();
    // A wake-up that was missed would leave the last events lying until the next ones come.
    schedule();
    cancelTick = followers.size === 0 ? undefined : deps.clock.after(tickMs, tick);
  }

  return {
    /**
     * The time by which followers are judged. It stands still while this process does: after a stop or a slow disk nobody is
     * blamed for what he could not do.
     */
    nowMs: () => ticks * tickMs,
    add(follower: Follower): void {
      followers.add(follower);
      cancelTick ??= deps.clock.after(tickMs, tick);
      schedule();
    },
    remove(follower: Follower): void {
      follower.end();
      followers.delete(follower);
    },
    /** There is something new in the log, or someone can take more. */
    poke: schedule,
    stop(): void {
      stopped = true;
      cancelRetry?.();
      cancelTick?.();
      for (const follower of followers) follower.end();
      followers.clear();
    },
  };
}
