import { z } from 'zod';
import { instant, orderNumber, sequence, sha256Hex, stationId } from '../ids.ts';
import { shortText, text } from './fact-members.ts';

/** What happens to a station and its devices, whoever works there. */
export const stationFacts = {
  /** The agent started: a new boot, its version. */
  'station.started': z.strictObject({ boot: z.string().max(64), version: z.string().max(32) }),
  /** A person named the equipment of this place by scanning its code: from here on labels come from that printer. */
  'station.bound': z.strictObject({ profile: z.string().min(1).max(64) }),
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
  /** What a label or a paper came to at the printer. `copy` counts from 1; a second copy is a reprint. */
  'document.printed': z.strictObject({
    document: z.enum(['parcel_label', 'packing_slip', 'tote_label', 'return_label', 'manifest']),
    /** What it is about: an SSCC, an order, a tote, a load. */
    subject: text.min(1).max(64),
    order: orderNumber.optional(),
    copy: z.number().int().positive().max(1_000),
    printer: z.string().min(1).max(64),
    outcome: z.enum(['printed', 'failed']),
    detail: shortText.optional(),
  }),
} as const;

export const stationVerdicts = [
  'station_bound',
  'document_asked',
  'document_printed',
  'refused_not_printed',
  'refused_nothing_to_print',
  'refused_unknown_station_code',
] as const;
