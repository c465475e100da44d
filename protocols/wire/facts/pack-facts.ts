import { z } from 'zod';
import { orderNumber, sequence, ssccDigits, units } from '../ids.ts';
import {
  attachment,
  badge,
  floorName,
  grams,
  item,
  itemUnits,
  parcelNumber,
  shortText,
  tagEvidence,
} from './fact-members.ts';

const parcel = { order: orderNumber, parcel: parcelNumber };

/** What stood in the way of a seal. */
const packException = z.enum(['weight', 'tags', 'contents', 'photo', 'totes']);

const epcs = z.array(tagEvidence.epc).max(500);

/** Into parcels, and what proves that a parcel holds what its label says. */
export const packFacts = {
  /** The same units went into the open parcel (`parcel` counts from 1 within the order). */
  'pack.confirmed': z.strictObject({
    ...item,
    units,
    parcel: parcelNumber,
    scanSeq: sequence,
    /** The tote that they came from, where they were picked before. */
    tote: floorName.optional(),
    slot: floorName.optional(),
    /** What the gateway had told of that tote or slot: how many units of the line lay in it, these among them. */
    told: z
      .strictObject({
        status: z.enum(['filling', 'picked', 'unknown']),
        units: z.number().int().nonnegative(),
      })
      .optional(),
  }),
  /** Compensates one pick and its pack, named by the seq of both. */
  'item.undone': z.strictObject({
    ...item,
    units,
    parcel: parcelNumber,
    pickSeq: sequence,
    packSeq: sequence,
  }),
  /** Compensates a pack alone: the units are picked still, and back in their tote. */
  'pack.undone': z.strictObject({ ...item, units, parcel: parcelNumber, packSeq: sequence }),
  /** The packaging of the open parcel, as the site's rules name it. */
  'parcel.packaging_chosen': z.strictObject({ ...parcel, packaging: floorName, tareGrams: grams }),
  /** Gross weight as the scale settled, against what the contents should weigh. */
  'parcel.weighed': z.strictObject({
    ...parcel,
    device: z.string().max(64),
    grams,
    /**
     * Where the scale showed a net weight: that one, and the tare that makes it gross. Without a tare nobody knows it:
     * `grams` is net then, and no weight to seal by.
     */
    netGrams: grams.optional(),
    tareGrams: grams.optional(),
    /** Null where the weight of an item is not known. */
    expectedGrams: grams.nullable(),
    toleranceGrams: grams.nullable(),
    outcome: z.enum(['within', 'too_light', 'too_heavy', 'unknown']),
  }),
  /** What an RFID reader found in the closed parcel, against what was packed. EPCs in upper-case hex. */
  'parcel.tags_checked': z.strictObject({
    ...parcel,
    device: z.string().max(64),
    found: z.number().int().nonnegative(),
    /** Packed and not read: how many of each product. */
    missing: z.array(z.strictObject({ sku: z.string().max(64), units })).max(500),
    /** Read, of a product of this order, and not packed. */
    extra: epcs,
    /** Read, and of no product of this order. */
    foreign: epcs,
    outcome: z.enum(['complete', 'deviating']),
  }),
  'parcel.photographed': z.strictObject({ ...parcel, ...attachment }),
  /** What stood in the way of the parcel does so no more; two people answer for it. `totes`: the order goes on without some of them. */
  'parcel.overridden': z.strictObject({
    ...parcel,
    exceptions: z.array(packException).min(1).max(5),
    reason: shortText.min(1),
    approvedBy: badge,
  }),
  'parcel.sealed': z.strictObject({
    ...parcel,
    sscc: ssccDigits,
    items: z.array(itemUnits).min(1).max(2000),
    packaging: floorName.optional(),
    /** Gross, where it was weighed. */
    grams: grams.optional(),
  }),
  /** Its label is void: the units lie in the open parcel of the order again. */
  'parcel.reopened': z.strictObject({ ...parcel, sscc: ssccDigits, reason: shortText }),
  /** The person has put the parcel aside that may not leave: its order was held or cancelled. */
  'parcel.stopped': z.strictObject({ order: orderNumber, sscc: ssccDigits, reason: shortText }),
} as const;

export const packVerdicts = [
  'parcel_sealed',
  'parcel_checked',
  'parcel_weighed',
  'parcel_tags_checked',
  'parcel_checks_asked',
  'parcel_reopened',
  'reopen_asked',
  'packaging_chosen',
  'parcel_stopped',
  'photo_kept',
  'override_asked',
  'override_given',
  'tote_opened',
  'refused_nothing_packed',
  'refused_wrong_parcel',
  'refused_cannot_seal',
  'refused_weight',
  'refused_weigh_first',
  'refused_tags',
  'refused_tags_first',
  'refused_photo_first',
  'refused_packaging_unknown',
  'refused_not_picked',
  'refused_tote_mixed',
  'refused_tote_filling',
  'refused_totes_missing',
  'refused_parcel_sealed',
  'refused_nothing_to_override',
  'refused_parcel_left',
] as const;
