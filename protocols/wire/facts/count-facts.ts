import { z } from 'zod';
import { gtin14, sequence } from '../ids.ts';
import { floorName, sku, tagEvidence, traced } from './fact-members.ts';

const counted = z.number().int().nonnegative().max(10_000_000);

/** What lies at a location. */
export const countFacts = {
  'count.started': z.strictObject({
    count: floorName,
    location: floorName,
    trigger: z.enum(['cycle', 'short', 'person']),
  }),
  /** Units that a scan counted (`units`), or that a person entered (`entered`). */
  'count.scanned': z.strictObject({
    count: floorName,
    location: floorName,
    sku,
    gtin: gtin14,
    units: counted,
    by: z.enum(['scan', 'entered']),
    ...traced,
    scanSeq: sequence,
  }),
  /** The tags that an RFID reader found there. */
  'count.tags_read': z.strictObject({
    count: floorName,
    location: floorName,
    device: z.string().max(64),
    products: z.array(z.strictObject({ sku, units: counted })).max(500),
    unknown: z.array(tagEvidence.epc).max(500),
  }),
  'count.undone': z.strictObject({
    count: floorName,
    location: floorName,
    sku,
    units: counted,
    scannedSeq: sequence,
  }),
  /** What lies there, product by product and lot by lot, against what the books of the site say (null where they say nothing). */
  'count.closed': z.strictObject({
    count: floorName,
    location: floorName,
    results: z
      .array(z.strictObject({ sku, lot: traced.lot, counted, expected: counted.nullable() }))
      .max(2000),
  }),
} as const;

export const countVerdicts = [
  'count_started',
  'item_counted',
  'count_undone',
  'count_closed',
  'tags_counted',
  'refused_count_unknown',
  'refused_count_open',
] as const;
