import { z } from 'zod';
import { siteId, stationId } from './ids.ts';

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
});

/** "I have all up to `upTo`, durably"; `gap` names what is missing before something that arrived. */
export const factAck = z.strictObject({
  v: z.literal(1),
  station: stationId,
  upTo: z.number().int().nonnegative(),
  gap: z.strictObject({ from: z.number().int().positive(), to: z.number().int().positive() }).nullable(),
});
export type FactAck = z.output<typeof factAck>;

/** What cloud-sync posts to central: the CloudEvents of the gateway in the gateway's order, of any stations. */
export const factUpload = z.strictObject({
  v: z.literal(1),
  site: siteId,
  events: z.array(z.unknown()).min(1).max(maxFactsPerBatch),
});
export type FactUpload = z.output<typeof factUpload>;

/** Central's answer, after its commit: a cumulative acknowledgement per station. */
export const factUploadAck = z.strictObject({ v: z.literal(1), site: siteId, stations: z.array(factAck) });
export type FactUploadAck = z.output<typeof factUploadAck>;
