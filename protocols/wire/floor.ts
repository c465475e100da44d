import { z } from 'zod';
import { badge, floorName, grams, itemUnits, shortText, sku, traced } from './facts/fact-members.ts';
import { instant, lineNumber, orderNumber, sequence, siteId, ssccDigits, stationId, units } from './ids.ts';

/**
 * What a site's gateway knows of the floor and tells its stations: documents like those of the work feed, but made at the
 * site from the facts of all of its stations, so that one goes on where another stopped. They help to decide; what counts
 * is facts alone.
 */

/** Who works on an order or a task, and until when nobody else may. */
const claimDocument = z.strictObject({
  subject: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('order'), order: orderNumber }),
    z.strictObject({ kind: z.literal('task'), task: floorName }),
    /** What comes back of an order: the rest of it may be packed elsewhere at the same time. */
    z.strictObject({ kind: z.literal('return'), order: orderNumber }),
  ]),
  station: stationId,
  operator: badge.nullable(),
  grantedAt: instant,
  expiresAt: instant,
});
export type ClaimDocument = z.output<typeof claimDocument>;

const pickPart = z.strictObject({
  order: orderNumber,
  line: lineNumber,
  units,
  /** Units of the line that were picked or given up before this walk was planned: it is for the rest. */
  before: units.optional(),
  /** Those of them that were given up. */
  shortedBefore: units.optional(),
});

/** One walk through the warehouse. */
export const taskDocument = z.strictObject({
  task: floorName,
  wave: floorName.optional(),
  /** order: one order. cluster: each order has its tote. zone: a part of one, then handed over. batch: sorted at a wall later. */
  mode: z.enum(['order', 'cluster', 'zone', 'batch']),
  zone: floorName.optional(),
  status: z.enum(['open', 'in_progress', 'handed_over', 'closed']),
  orders: z.array(orderNumber).min(1).max(200),
  /** In the order of the walk. A location is missing where the books know none. */
  stops: z
    .array(
      z.strictObject({
        location: floorName.optional(),
        zone: floorName.optional(),
        sku,
        name: z.string().max(200),
        /** Which lot to take; any unless given. */
        lot: traced.lot,
        expiry: traced.expiry,
        parts: z.array(pickPart).min(1).max(200),
      }),
    )
    .max(2_000),
  /** Totes in use so far, each with its order (none: of the whole task). */
  totes: z.array(z.strictObject({ tote: floorName, order: orderNumber.optional() })).max(200),
  /** Where the batch is sorted, and which slot belongs to which order. */
  wall: z
    .strictObject({
      wall: floorName,
      slots: z.array(z.strictObject({ slot: floorName, order: orderNumber })).max(200),
    })
    .optional(),
  /** What must be done before: a zone before this one. */
  after: floorName.optional(),
});
export type TaskDocument = z.output<typeof taskDocument>;

export const waveDocument = z.strictObject({
  wave: floorName,
  status: z.enum(['open', 'closed']),
  carrier: floorName.optional(),
  cutOffAt: instant.optional(),
  orders: z.array(orderNumber).max(2_000),
  tasks: z.array(floorName).max(2_000),
});
export type WaveDocument = z.output<typeof waveDocument>;

/** What was picked and is not in a parcel yet. */
const pickedItem = z.strictObject({
  line: lineNumber,
  sku,
  units,
  lot: traced.lot,
  expiry: traced.expiry,
  serial: traced.serial,
});

/** A tote, or a slot of a wall, with what lies in it. */
export const toteDocument = z.strictObject({
  tote: floorName,
  order: orderNumber.nullable(),
  task: floorName.optional(),
  /** filling: more may come, as its order is not picked yet. */
  status: z.enum(['filling', 'picked']),
  /** Left out where it holds units of several orders. */
  items: z.array(pickedItem).max(2_000),
  /** Units that were packed out of it: with its items, all that was ever put in. */
  packed: z.array(itemUnits).max(2_000).optional(),
});
export type ToteDocument = z.output<typeof toteDocument>;

/**
 * unclaimed: by a station without a claim, where the site keeps them. two_workers: of one line by two that did not know of each
 * other. piece_elsewhere: a piece with a serial is in another order, too. The others: more than should be, counted over all stations.
 */
const conflictKind = z.enum([
  'unclaimed',
  'two_workers',
  'picked_over_ordered',
  'packed_over_picked',
  'sealed_over_ordered',
  'shipped_over_ordered',
  'piece_elsewhere',
]);

/** A piece: `{gtin}/{serial}`. */
const serialKey = z.string().max(40);

/** How far an order is, over all stations. Not there before its first fact, and gone a day after it left. */
const progressDocument = z.strictObject({
  order: orderNumber,
  stations: z.array(stationId).max(50),
  lines: z
    .array(
      z.strictObject({
        line: lineNumber,
        picked: z.number().int().nonnegative(),
        packed: z.number().int().nonnegative(),
        shipped: z.number().int().nonnegative(),
        shorted: z.number().int().nonnegative(),
        /** A station that gave up units of it; left out where none are given up. */
        shortedAt: stationId.optional(),
        /** Came back, at whichever station; left out where nothing did. */
        returned: units.optional(),
      }),
    )
    .max(2_000),
  /** Serials that were picked, as `{gtin}/{serial}`. */
  serials: z.array(serialKey).max(5_000),
  /** Those of them that came back since; left out where none did. */
  serialsBack: z.array(serialKey).min(1).max(5_000).optional(),
  nextParcel: z.number().int().positive(),
  /** Up to which fact of a station its units are in these numbers. */
  counted: z
    .array(z.strictObject({ station: stationId, seq: sequence }))
    .max(50)
    .optional(),
  /** The totes and slots that are in use for it. */
  totes: z.array(floorName).max(200).optional(),
  /** Work was done twice: whose counts, and who has to take theirs back. `shown`: nobody is stopped for it. */
  conflict: z
    .strictObject({
      keeper: stationId,
      others: z.array(stationId).max(50),
      since: instant,
      kinds: z.array(conflictKind).max(7).optional(),
      /** The pieces that are in another order, too, and in which; the first ones of them. */
      pieces: z
        .array(z.strictObject({ serial: serialKey, order: orderNumber }))
        .min(1)
        .max(10)
        .optional(),
      shown: z.literal(true).optional(),
    })
    .optional(),
});
export type ProgressDocument = z.output<typeof progressDocument>;

const parcelDocument = z.strictObject({
  sscc: ssccDigits,
  order: orderNumber,
  parcel: z.number().int().positive(),
  station: stationId,
  status: z.enum(['sealed', 'loaded', 'dispatched', 'reopened']),
  /** Why it may not leave; a person puts it aside and says so by scanning it. */
  stop: shortText.optional(),
  carrier: floorName.optional(),
  load: floorName.optional(),
  grams: grams.optional(),
  items: z.array(itemUnits).min(1).max(2_000),
  shipment: z.string().max(64).optional(),
});
export type ParcelDocument = z.output<typeof parcelDocument>;

const loadDocument = z.strictObject({
  load: floorName,
  carrier: floorName,
  door: floorName.optional(),
  status: z.enum(['open', 'closed']),
  station: stationId,
  openedAt: instant,
  parcels: z.number().int().nonnegative(),
});
export type LoadDocument = z.output<typeof loadDocument>;

/** A location that somebody has to count. */
const countTaskDocument = z.strictObject({
  count: floorName,
  location: floorName,
  sku: sku.optional(),
  trigger: z.enum(['cycle', 'short']),
  since: instant,
});
export type CountTaskDocument = z.output<typeof countTaskDocument>;

/** What one unit of a product was found to weigh, where parcels held nothing else: mean and standard deviation in grams. */
const itemWeightDocument = z.strictObject({
  sku,
  samples: z.number().int().positive(),
  meanGrams: z.number().nonnegative(),
  sdGrams: z.number().nonnegative(),
});
export type ItemWeightDocument = z.output<typeof itemWeightDocument>;

const head = {
  id: z.string().min(1).max(64),
  version: z.number().int().positive(),
  cursor: z.number().int().positive(),
};

/** One document of the floor feed: the newest version of (kind, id), or its deletion. */
export const floorDocument = z.discriminatedUnion('kind', [
  /** id: `order:SO-1`, `task:W1-2` or `return:SO-1`. */
  z.strictObject({ kind: z.literal('claim'), ...head, data: claimDocument.nullable() }),
  z.strictObject({ kind: z.literal('task'), ...head, data: taskDocument.nullable() }),
  z.strictObject({ kind: z.literal('wave'), ...head, data: waveDocument.nullable() }),
  z.strictObject({ kind: z.literal('tote'), ...head, data: toteDocument.nullable() }),
  z.strictObject({ kind: z.literal('progress'), ...head, data: progressDocument.nullable() }),
  z.strictObject({ kind: z.literal('parcel'), ...head, data: parcelDocument.nullable() }),
  z.strictObject({ kind: z.literal('load'), ...head, data: loadDocument.nullable() }),
  z.strictObject({ kind: z.literal('count_task'), ...head, data: countTaskDocument.nullable() }),
  z.strictObject({ kind: z.literal('item_weight'), ...head, data: itemWeightDocument.nullable() }),
]);
export type FloorDocument = z.output<typeof floorDocument>;
export type FloorKind = FloorDocument['kind'];

/** All changes after a cursor, in cursor order: `GET /v1/floor?after=C&epoch=E`. As `workPage`. */
export const floorPage = z.strictObject({
  v: z.literal(1),
  site: siteId,
  epoch: z.string().min(1).max(64),
  documents: z.array(floorDocument),
  cursor: z.number().int().nonnegative(),
  more: z.boolean(),
  asOf: instant,
});
export type FloorPage = z.output<typeof floorPage>;

export function claimId(subject: ClaimDocument['subject']): string {
  return subject.kind === 'task' ? `task:${subject.task}` : `${subject.kind}:${subject.order}`;
}

/** What a station asks of the gateway before it works: `POST /v1/claims`. */
export const claimRequest = z.strictObject({
  v: z.literal(1),
  subject: claimDocument.shape.subject,
  operator: badge.nullable(),
});

/** Granted with the claim as it stands; refused with whose it is. */
export const claimAnswer = z.strictObject({
  v: z.literal(1),
  granted: z.boolean(),
  claim: claimDocument,
});
