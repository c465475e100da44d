import { z } from 'zod';

const cidr = z.union([z.cidrv4(), z.cidrv6()]);

export const webhooksConfig = z.strictObject({
  /** The most webhooks. */
  maxWebhooks: z.coerce.number().int().min(0).max(500).default(50),
  /** Networks that are not public and may be called all the same, such as 10.20.0.0/16 of the company or 127.0.0.1/32. */
  allowNetworks: z.array(cidr).max(100).default([]),
  /** PEM file of further certification authorities that endpoints are verified by. */
  caFile: z.string().min(1).optional(),
  /** How long an endpoint may take to answer. */
  timeoutSeconds: z.coerce.number().min(0.1).max(120).default(15),
  /** After so many attempts an event is set aside, and the next one is delivered. */
  maxAttempts: z.coerce.number().int().min(1).max(100).default(12),
  /** The delay before the second attempt; it doubles up to `maxRetrySeconds`. */
  firstRetrySeconds: z.coerce.number().min(0.001).max(3_600).default(1),
  maxRetrySeconds: z.coerce.number().min(0.001).max(86_400).default(600),
  /** An endpoint that took nothing while it was tried for so long is disabled. */
  disableAfterHours: z.coerce.number().min(0).max(8_760).default(24),
  /** The most events that are kept set aside for a webhook; then it is disabled. */
  maxDeadLetters: z.coerce.number().int().min(1).max(100_000).default(1_000),
  /** How long the secret before a rotation goes on signing. */
  secretOverlapHours: z.coerce.number().min(0).max(8_760).default(24),
});
export type WebhooksConfig = z.output<typeof webhooksConfig>;
