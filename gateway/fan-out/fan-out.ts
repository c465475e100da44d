import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { SubscriberBroker } from '../broker/subscriber-broker.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';

/** Below the concurrency of the broker, and short enough to leave the turn to ingest. */
const eventsPerTurn = 50;
const persistEveryMs = 1_000;
const retryMs = 1_000;
/** Subscribers need a moment to come back after a restart; after that, nobody who listens is missing anything. */
const awaitListenersMs = 30_000;

export interface FanOutDeps {
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly subscribers: Pick<SubscriberBroker, 'hasListeners' | 'publish'>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface FanOut {
  /** There is something new in the log. */
  poke(): void;
  /** Stops and keeps the position. */
  stop(): void;
}

/**
 * Publishes the log to the subscribers, from a position of its own, so that ingest never waits for it. The position
 * is kept every second and at a stop: after a crash some events are published again, none is left out.
 */
export function startFanOut(deps: FanOutDeps): FanOut {
  let position = Math.min(deps.cursors.fanOut(), deps.factLog.cursor());
  let kept = position;
  let running = false;
  let stopped = false;
  let cancelTimer: (() => void) | undefined;
  let heardMs = deps.clock.monotonicMs();

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      while (!stopped && position < deps.factLog.cursor() && isTime()) {
        position = await publishNext();
        await nextTurn();
      }
      keepSoon(persistEveryMs);
    } catch (thrown) {
      deps.log.error(
        { event: 'gateway.fan_out_failed', err: thrown },
        'the log could not be read for the subscribers',
      );
      keepSoon(retryMs);
    } finally {
      running = false;
    }
  }

  /** Without any listener the log waits a while for one, and is then passed over: they replay what they missed. */
  function isTime(): boolean {
    const now = deps.clock.monotonicMs();
    if (deps.subscribers.hasListeners()) heardMs = now;
    return deps.subscribers.hasListeners() || now - heardMs >= awaitListenersMs;
  }

  async function publishNext(): Promise<number> {
    if (!deps.subscribers.hasListeners()) return deps.factLog.cursor();
    const page = deps.factLog.read({ after: position, limit: eventsPerTurn });
    await Promise.all(page.events.map((event) => deps.subscribers.publish(event)));
    return page.cursor;
  }

  function keepSoon(delayMs: number): void {
    if (cancelTimer !== undefined || stopped) return;
    cancelTimer = deps.clock.after(delayMs, () => {
      cancelTimer = undefined;
      keep();
      poke();
    });
  }

  function keep(): void {
    if (kept === position) return;
    try {
      deps.cursors.setFanOut(position);
      kept = position;
    } catch (thrown) {
      deps.log.warn(
        { event: 'gateway.fan_out_not_kept', err: thrown },
        'the position of the fan-out was not kept',
      );
    }
  }

  function poke(): void {
    if (!stopped && position < deps.factLog.cursor()) void run();
  }

  poke();
  return {
    poke,
    stop() {
      stopped = true;
      cancelTimer?.();
      keep();
    },
  };
}
