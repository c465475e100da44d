import { z } from 'zod';
import {
  gtin14,
  instant,
  lineNumber,
  orderNumber,
  sequence,
  sha256Hex,
  siteId,
  ssccDigits,
  stationId,
  units,
} from './ids.ts';

/**
 * A fact: an immutable record of something that happened at a station. `seq` counts from 1 without gaps per station,
 * `prev` is the hash of the fact before (64 zeros for the first) and `hash` seals this one (see fact-chain.ts).
 */
const envelope = {
  v: z.literal(1),
  site: siteId,
  station: stationId,
  seq: sequence,
  /** The station's clock when it happened. */
  at: instant,
  /** Who was signed in; null if nobody was. */
  operator: z.string().min(1).max(64).nullable(),
  prev: sha256Hex,
  hash: sha256Hex,
};

/** Identity of one reading: never by its content, or the second unit of the same product would vanish. */
const scanIdentity = z.strictObject({
  device: z.string().min(1).max(64),
  /** Changes at each start of the agent. */
  boot: z.string().min(1).max(64),
  seq: sequence,
});
export type ScanIdentity = z.output<typeof scanIdentity>;

/** What the station told the person about a scan. The refusals say which of "not found" it is. */
const verdictCodes = [
  'item_confirmed',
  'order_opened',
  'parcel_sealed',
  'parcel_checked',
  'shipment_dispatched',
  'operator_signed_in',
  'item_undone',
  'line_shorted',
  'refused_unknown_barcode',
  'refused_check_digit',
  'refused_unreadable',
  'refused_not_on_order',
  'refused_line_complete',
  'refused_too_many',
  'refused_wrong_lot',
  'refused_expired',
  'refused_duplicate_serial',
  'refused_no_order_open',
  'refused_order_open',
  'refused_order_unknown',
  'refused_order_done',
  'refused_order_on_hold',
  'refused_order_incomplete',
  'refused_nothing_packed',
  'refused_nothing_to_undo',
  'refused_wrong_parcel',
  'refused_cannot_seal',
  'refused_unknown_command',
  'ignored_bounce',
] as const;
const verdictCode = z.enum(verdictCodes);
export type VerdictCode = z.output<typeof verdictCode>;

const gs1Content = z.strictObject({
  gtin: gtin14.optional(),
  sscc: ssccDigits.optional(),
  lot: z.string().max(20).optional(),
  /** Expiry date, ISO 8601 (day 00 already resolved to the month's last day). */
  expiry: z.iso.date().optional(),
  serial: z.string().max(20).optional(),
});

/** On what it rests that an RFID tag was there. RSSI in dBm, null where the reader tells none. */
const tagEvidence = {
  /** The EPC bank without its control word: upper-case hex. */
  epc: z.string().regex(/^([0-9A-F]{2}){1,62}$/),
  reads: z.number().int().positive(),
  maxRssiDbm: z.number().nullable(),
  antennas: z
    .array(
      z.strictObject({
        antenna: z.number().int().min(0).max(255),
        reads: z.number().int().positive(),
        maxRssiDbm: z.number().nullable(),
      }),
    )
    .max(16),
  firstSeenAt: instant,
  lastSeenAt: instant,
};
export type TagEvidence = z.output<z.ZodObject<typeof tagEvidence>>;

const text = z.string().max(4096);
const shortText = z.string().max(400);
const item = { order: orderNumber, line: lineNumber, sku: z.string().min(1).max(64) };

/** The data of each fact type. A new type is added; an existing one never changes its meaning. */
export const factData = {
  /** The agent started: a new boot, its version. */
  'station.started': z.strictObject({ boot: z.string().max(64), version: z.string().max(32) }),
  /** A device appeared, vanished or failed. */
  'device.changed': z.strictObject({
    device: z.string().max(64),
    kind: z.enum(['scanner', 'rfid', 'scale', 'printer']),
    state: z.enum(['connected', 'disconnected', 'failed']),
    detail: shortText.optional(),
  }),
  /** Bytes came from a device that are not a whole scan: truncated, too long or binary. Hex of at most 512 bytes. */
  'device.garbled': z.strictObject({
    device: z.string().max(64),
    reason: shortText,
    hex: z.string().max(1024),
    bytes: z.number().int().nonnegative(),
  }),
  'operator.signed_in': z.strictObject({ operator: z.string().min(1).max(64) }),
  /** Each reading, confirmed or refused, as it was read. */
  'scan.recorded': z.strictObject({
    scan: scanIdentity,
    raw: text,
    verdict: verdictCode,
    message: shortText,
    order: orderNumber.optional(),
    line: lineNumber.optional(),
    gs1: gs1Content.optional(),
  }),
  /** The scan at `scanSeq` was an RFID tag, and this is how it was read. */
  'tag.read': z.strictObject({ scanSeq: sequence, order: orderNumber.optional(), ...tagEvidence }),
  'order.started': z.strictObject({ order: orderNumber, version: z.number().int().positive() }),
  /** Units of a line were picked; `scanSeq` is the seq of the scan that proves it, `gtin` and `perScan` its packaging. */
  'pick.confirmed': z.strictObject({
    ...item,
    units,
    gtin: gtin14,
    lot: z.string().max(20).optional(),
    expiry: z.iso.date().optional(),
    serial: z.string().max(20).optional(),
    scanSeq: sequence,
  }),
  /** The same units went into the open parcel (`parcel` counts from 1 within the order). */
  'pack.confirmed': z.strictObject({
    ...item,
    units,
    parcel: z.number().int().positive(),
    scanSeq: sequence,
  }),
  /** Compensates one pick and its pack, named by the seq of both. */
  'item.undone': z.strictObject({
    ...item,
    units,
    parcel: z.number().int().positive(),
    pickSeq: sequence,
    packSeq: sequence,
  }),
  'pick.shorted': z.strictObject({
    ...item,
    units,
    reason: z.enum(['stock_out', 'not_located', 'damaged', 'expired', 'other']),
  }),
  'parcel.sealed': z.strictObject({
    order: orderNumber,
    parcel: z.number().int().positive(),
    sscc: ssccDigits,
    items: z
      .array(z.strictObject({ line: lineNumber, sku: z.string().max(64), units }))
      .min(1)
      .max(2000),
  }),
  /** The goods left: from here on they are to be invoiced. */
  'shipment.dispatched': z.strictObject({
    order: orderNumber,
    /** Unique per dispatch: `{order}/{n}`. */
    shipment: z.string().min(1).max(64),
    parcels: z.array(ssccDigits).min(1).max(500),
    lines: z
      .array(z.strictObject({ line: lineNumber, sku: z.string().max(64), units }))
      .min(1)
      .max(2000),
    scanSeq: sequence,
  }),
  /** The wall clock of the station was set, by more than it can drift: what it showed, and what it shows from here on. */
  'clock.changed': z.strictObject({ fromAt: instant, toAt: instant }),
  /**
   * A fact that only a log holds which was given up (its station was restored or copied): word for word, as its own
   * chain sealed it. It is evidence, and changes nothing by itself.
   */
  'fact.rescued': z.strictObject({
    station: stationId,
    seq: sequence,
    hash: sha256Hex,
    order: orderNumber.optional(),
    fact: z.record(z.string(), z.unknown()),
  }),
} as const;

export type FactType = keyof typeof factData;

export type FactData<Type extends FactType> = z.output<(typeof factData)[Type]>;

/** What the core decides; the log adds site, station, seq, time, operator and the chain. */
export type FactDraft = {
  [Type in FactType]: { readonly type: Type; readonly data: FactData<Type> };
}[FactType];

/**
 * A fact whose envelope is valid; its type may be one that this version does not know yet, which a hop passes on
 * unchanged. Unknown envelope members are refused: they would not be covered by the hash.
 */
export const factEnvelope = z.strictObject({
  ...envelope,
  type: z
    .string()
    .regex(/^[a-z]+(\.[a-z_]+)+$/)
    .max(64),
  data: z.record(z.string(), z.unknown()),
});
export type Fact = z.output<typeof factEnvelope>;

/** A fact of a type that this version knows, with its data validated. */
export type KnownFact = Omit<Fact, 'type' | 'data'> & FactDraft;

function isFactType(type: string): type is FactType {
  return Object.hasOwn(factData, type);
}

/** Validates the data of a known type; null where the type is unknown to this version. */
export function knownFact(fact: Fact): KnownFact | null {
  if (!isFactType(fact.type)) return null;
  return { ...fact, type: fact.type, data: factData[fact.type].parse(fact.data) } as KnownFact;
}
