import type { DeliveryLimits } from './delivery-machine.ts';

/** How facts are carried, at a station and in a handheld. */
export const deliveryPlan = {
  limits: { windowFacts: 500, batchFacts: 100, patience: 3 } satisfies Omit<DeliveryLimits, 'factsPerHead'>,
  factsPerHead: 100,
  /** The end of the log is signed at most this often, so that a burst of small batches costs one signature. */
  signPauseMs: 200,
  ackTimeoutMs: 5_000,
  reportEveryMs: 5_000,
  reconnect: { firstMs: 500, maxMs: 15_000 },
  /** Who was not let in asks less often: only a person can change that. */
  notAdmitted: { firstMs: 5_000, maxMs: 60_000 },
  /** A connection that held so long was a good one: the next try comes soon. */
  goodConnectionMs: 10_000,
  /** How long a last message may take to go out. */
  leaveMs: 2_000,
  /**
   * A station that sends nothing more connects only to say so. Another one with its identity may be the good one, and each
   * connection of this one would end that one's.
   */
  stoppedReconnectMs: 5 * 60_000,
};
