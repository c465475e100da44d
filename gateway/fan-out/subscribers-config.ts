import { z } from 'zod';

export const subscribersConfig = z.strictObject({
  /** The most MQTT subscribers with a session that the gateway keeps a cursor for. */
  maxDurable: z.coerce.number().int().min(1).max(10_000).default(200),
  /** A subscriber that was not seen for so many days is forgotten. */
  expireDays: z.coerce.number().min(0.01).max(3_650).default(30),
  /** A subscriber that reads nothing for longer, with its socket full, is disconnected. */
  drainTimeoutSeconds: z.coerce.number().min(1).max(3_600).default(10),
  /** A subscriber that leaves an event unacknowledged for longer is disconnected. */
  ackTimeoutSeconds: z.coerce.number().min(1).max(3_600).default(60),
  /** The most event streams over HTTP at a time. */
  maxStreams: z.coerce.number().int().min(1).max(1_000).default(50),
});
export type SubscribersConfig = z.output<typeof subscribersConfig>;
