import { z } from 'zod';
import { shortText } from './facts/fact-members.ts';
import { instant, sha256Hex, ssccDigits } from './ids.ts';

/** Of a delivery: who took it, and the hash of the signature. */
export const deliveryProof = z.strictObject({
  name: z.string().min(1).max(200),
  signatureSha256: sha256Hex.optional(),
});

/** What a carrier says of a parcel. */
export const carrierEvent = z.strictObject({
  /** The carrier's own name of the event: it is kept once however often it is sent. */
  id: z.string().min(1).max(100),
  sscc: ssccDigits,
  status: z.enum(['in_transit', 'delivered', 'exception']),
  at: instant,
  place: shortText.optional(),
  note: shortText.optional(),
  proof: deliveryProof.optional(),
});
export type CarrierEvent = z.output<typeof carrierEvent>;

/** The body of `POST /v1/carriers/:carrier/events`. */
export const carrierEvents = z.strictObject({
  v: z.literal(1),
  events: z.array(carrierEvent).min(1).max(500),
});
