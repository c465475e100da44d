import { z } from 'zod';
import { orderNumber, sequence, units } from '../ids.ts';
import { badge, floorName, grams, item, proven, sku, traced } from './fact-members.ts';

const where = {
  /** The pick task, if the units were picked on one. */
  task: floorName.optional(),
  location: floorName.optional(),
  /** Into which tote; left out where units go into a parcel at once. */
  tote: floorName.optional(),
};

const shortReason = z.enum(['stock_out', 'not_located', 'damaged', 'expired', 'other']);

/** From the shelf into a tote or a parcel. */
export const pickFacts = {
  'order.started': z.strictObject({ order: orderNumber, version: z.number().int().positive() }),
  'task.started': z.strictObject({
    task: floorName,
    orders: z.array(orderNumber).min(1).max(200),
  }),
  /** The next person or zone goes on with it. */
  'task.handed_over': z.strictObject({ task: floorName, totes: z.array(floorName).max(200) }),
  'task.closed': z.strictObject({ task: floorName, outcome: z.enum(['picked', 'short', 'given_back']) }),
  /** Compensates that the walk was closed, named by its seq: its last scan is taken back, and it goes on. */
  'task.reopened': z.strictObject({ task: floorName, closedSeq: sequence }),
  /** From here on the tote holds units of this order; of a batch for a put-to-wall it names the task only. */
  'tote.assigned': z.strictObject({
    tote: floorName,
    order: orderNumber.optional(),
    task: floorName.optional(),
  }),
  /** The tote is empty and free again. */
  'tote.released': z.strictObject({ tote: floorName, order: orderNumber.optional() }),
  /** Units of a line were picked; `scanSeq` is the seq of the scan that proves it, `gtin` its packaging. */
  'pick.confirmed': z.strictObject({
    ...item,
    units,
    ...proven,
    ...traced,
    ...where,
    /** Net weight of goods that are sold by weight (AI 310n). */
    grams: grams.optional(),
    /** What was picked in place of the line's product, where a substitute was allowed; `sku` stays the line's. */
    substitute: z
      .strictObject({ sku, rule: z.enum(['policy', 'approved']), approvedBy: badge.optional() })
      .optional(),
  }),
  /** Compensates a pick that was not packed yet, named by its seq. */
  'pick.undone': z.strictObject({ ...item, units, ...where, pickSeq: sequence }),
  /** Left for later on the same task. */
  'pick.skipped': z.strictObject({ ...item, units, ...where }),
  /** Compensates a skip, named by its seq. */
  'pick.skip_undone': z.strictObject({ ...item, units, ...where, skipSeq: sequence }),
  'pick.shorted': z.strictObject({
    ...item,
    units,
    reason: shortReason,
    task: floorName.optional(),
    location: floorName.optional(),
    /** The supervisor who agreed, where the site wants one to. */
    approvedBy: badge.optional(),
  }),
  /** Compensates a short, named by its seq: the units are to be picked. */
  'pick.short_undone': z.strictObject({
    ...item,
    units,
    task: floorName.optional(),
    location: floorName.optional(),
    shortSeq: sequence,
  }),
  /** Units of a batch were sorted to their order. `slot` is the place in the wall. */
  'wall.put': z.strictObject({
    ...item,
    units,
    ...proven,
    wall: floorName,
    slot: floorName,
    /** The tote of the batch that they came from. */
    tote: floorName.optional(),
  }),
  /** Compensates a put, named by its seq: the units lie in the tote of the batch again. */
  'wall.undone': z.strictObject({
    ...item,
    units,
    wall: floorName,
    slot: floorName,
    tote: floorName.optional(),
    putSeq: sequence,
  }),
} as const;

export const pickVerdicts = [
  'order_opened',
  'item_confirmed',
  'item_undone',
  'line_shorted',
  'task_started',
  'task_closed',
  'task_handed_over',
  'short_undone',
  'skip_undone',
  'task_reopened',
  'work_given_back',
  'location_confirmed',
  'tote_assigned',
  'tote_confirmed',
  'item_put',
  'item_skipped',
  'refused_task_unknown',
  'refused_task_elsewhere',
  'refused_task_incomplete',
  'refused_wrong_location',
  'refused_location_first',
  'refused_tote_first',
  'refused_wrong_tote',
  'refused_tote_in_use',
  'refused_not_on_order',
  'refused_line_complete',
  'refused_line_shorted',
  'refused_too_many',
  'refused_wrong_lot',
  'refused_lot_missing',
  'refused_expired',
  'refused_expires_too_soon',
  'refused_expiry_missing',
  'refused_older_first',
  'refused_serial_missing',
  'refused_duplicate_serial',
  'refused_weight_missing',
  'refused_weight_out_of_range',
  'refused_substitute',
  'refused_no_order_open',
  'refused_order_open',
  'refused_order_unknown',
  'refused_order_done',
  'refused_order_on_hold',
  'refused_order_cancelled',
  'refused_order_elsewhere',
  'refused_order_not_held_offline',
  'refused_order_incomplete',
  'refused_nothing_to_undo',
] as const;
