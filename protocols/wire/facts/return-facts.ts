import { z } from 'zod';
import { orderNumber, ssccDigits, units } from '../ids.ts';
import { floorName, item, proven, traced } from './fact-members.ts';

/** What comes back. */
export const returnFacts = {
  'return.started': z.strictObject({
    return: floorName,
    order: orderNumber,
    /** The label by which the order was found. */
    sscc: ssccDigits.optional(),
  }),
  'return.received': z.strictObject({
    return: floorName,
    ...item,
    units,
    ...proven,
    ...traced,
    condition: z.enum(['as_new', 'opened', 'damaged', 'expired', 'wrong_item']),
    disposition: z.enum(['restock', 'quarantine', 'refurbish', 'scrap', 'back_to_supplier']),
    /** Where it was put. */
    location: floorName.optional(),
  }),
  /** Compensates what was received last, named by its seq. */
  'return.undone': z.strictObject({
    return: floorName,
    ...item,
    units,
    receivedSeq: z.number().int().positive(),
  }),
  'return.closed': z.strictObject({ return: floorName, order: orderNumber }),
} as const;

export const returnVerdicts = [
  'return_started',
  'return_received',
  'return_undone',
  'return_closed',
  'condition_set',
  'refused_return_unknown',
  'refused_not_shipped',
  'refused_returned_too_many',
  'refused_condition_first',
] as const;
