import { z } from 'zod';
import { instant, orderNumber } from '../ids.ts';
import { attachment, itemUnits, shortText } from './fact-members.ts';

/** A delivery without goods: work that is done at the customer's place. */
export const serviceFacts = {
  'service.started': z.strictObject({ order: orderNumber, appointment: instant.optional() }),
  'service.interrupted': z.strictObject({ order: orderNumber, reason: shortText }),
  /** The customer has signed for it: from here on it is to be invoiced. */
  'service.completed': z.strictObject({
    order: orderNumber,
    lines: z.array(itemUnits).min(1).max(2000),
    signedBy: z.string().min(1).max(200),
    signature: z.strictObject(attachment),
    startedAt: instant,
  }),
} as const;

export const serviceVerdicts = [
  'service_started',
  'service_interrupted',
  'service_completed',
  'signature_asked',
  'refused_service_not_started',
  'refused_signature_first',
] as const;
