import { z } from 'zod';
import { heldHash, instant, sequence, sha256Hex, siteId, stationId } from './ids.ts';
import { maxHeadsPerPage, signedHead, stationHead } from './signed-head.ts';

/** How many facts a batch may hold, on MQTT and on HTTP. */
export const maxFactsPerBatch = 500;

/**
 * A batch of facts as a station publishes it. The facts are validated one by one by the receiver (fact-receiver.ts), so
 * that one bad fact does not hold up the others.
 */
export const factBatch = z.strictObject({
  v: z.literal(1),
  site: siteId,
  station: stationId,
  facts: z.array(z.unknown()).min(1).max(maxFactsPerBatch),
  /** The station's signature over its chain up to the last fact of this batch. */
  head: signedHead.optional(),
  /** The station's clock when it sent the batch: it may be wrong, and nothing but the naming of that rests on it. */
  sentAt: instant.optional(),
});

export type FactBatch = z.output<typeof factBatch>;

/**
 * "I have all up to `upTo`, durably"; `gap` names what is missing before something that arrived. `hash` is that of the
 * fact `upTo` here (64 zeros at 0), so that a station sees whether it is its own chain that is held.
 */
export const factAck = z.strictObject({
  v: z.literal(1),
  station: stationId,
  upTo: z.number().int().nonnegative(),
  hash: heldHash,
  gap: z.strictObject({ from: z.number().int().positive(), to: z.number().int().positive() }).nullable(),
  /**
   * A fact that came and was not taken, and why: a code of the receiver's error table. It names the fact by its hash too, as
   * another program may answer to the same station id.
   */
  refused: z.strictObject({ code: z.string().max(40), seq: sequence, hash: sha256Hex }).optional(),
});
export type FactAck = z.output<typeof factAck>;

/** What cloud-sync posts to central: the CloudEvents of the gateway in the gateway's order, of any stations. */
export const factUpload = z.strictObject({
  v: z.literal(1),
  site: siteId,
  events: z.array(z.unknown()).min(1).max(maxFactsPerBatch),
  /** The signed heads of these facts. */
  heads: z.array(stationHead).max(maxHeadsPerPage).default([]),
});
export type FactUpload = z.output<typeof factUpload>;

/** Central's answer, after its commit: a cumulative acknowledgement per station. */
export const factUploadAck = z.strictObject({ v: z.literal(1), site: siteId, stations: z.array(factAck) });
export type FactUploadAck = z.output<typeof factUploadAck>;
