import { z } from 'zod';
import { orderNumber, sequence, ssccDigits } from '../ids.ts';
import { floorName, itemUnits, shortText, tagEvidence } from './fact-members.ts';

/** The code of a refusal among the verdicts. */
const refusal = z
  .string()
  .regex(/^refused_[a-z_]+$/)
  .max(64);

/** Out of the door. */
export const shipFacts = {
  'load.opened': z.strictObject({
    load: floorName,
    carrier: floorName,
    /** Of the dock door. A load that was opened before its door was known is said once more with it. */
    door: floorName.optional(),
  }),
  /** By the scan at `scanSeq`, or by the tag that a portal saw leave. */
  'parcel.loaded': z.strictObject({
    load: floorName,
    order: orderNumber,
    sscc: ssccDigits,
    scanSeq: sequence.optional(),
    tag: z.strictObject(tagEvidence).optional(),
  }),
  'parcel.unloaded': z.strictObject({
    load: floorName,
    order: orderNumber,
    sscc: ssccDigits,
    reason: shortText,
  }),
  /** What an RFID portal saw go past: how many parcels it loaded, which it refused, how many tags were on no parcel. */
  'load.tags_read': z.strictObject({
    load: floorName,
    device: z.string().max(64),
    loaded: z.number().int().nonnegative().max(500),
    refused: z.array(z.strictObject({ sscc: ssccDigits, verdict: refusal })).max(500),
    foreign: z.number().int().nonnegative().max(500),
  }),
  /** The vehicle is closed. What it holds is dispatched by the shipment.dispatched facts behind. */
  'load.closed': z.strictObject({
    load: floorName,
    carrier: floorName,
    manifest: floorName,
    parcels: z.number().int().nonnegative(),
  }),
  /** The goods left: from here on they are to be invoiced. */
  'shipment.dispatched': z.strictObject({
    order: orderNumber,
    /** Unique per dispatch: `{order}/{n}`. */
    shipment: z.string().min(1).max(64),
    parcels: z.array(ssccDigits).min(1).max(500),
    lines: z.array(itemUnits).min(1).max(2000),
    scanSeq: sequence,
    load: floorName.optional(),
    carrier: floorName.optional(),
  }),
} as const;

export const shipVerdicts = [
  'load_opened',
  'door_scanned',
  'load_closed',
  'parcel_loaded',
  'parcel_unloaded',
  'shipment_dispatched',
  'refused_load_unknown',
  'refused_load_closed',
  'refused_wrong_load',
  'refused_wrong_door',
  'refused_parcel_unknown',
  'refused_parcel_loaded',
  'refused_parcel_stopped',
  'refused_load_empty',
  'refused_load_incomplete',
] as const;
