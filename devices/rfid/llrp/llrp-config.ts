import { z } from 'zod';
import { readUses } from '../smoothing/settings.ts';

const antennaNumber = z.number().int().min(1).max(255);
const powerDbm = z.number().min(-10).max(40);
const portNumber = z.number().int().min(1).max(255);

const antenna = z.strictObject({
  antenna: antennaNumber,
  /** Transmit power; the reader's next lower level is taken. Left out: `powerDbm` of the reader. */
  powerDbm: powerDbm.optional(),
});

/** Only tags whose EPC begins so are inventoried: half bytes in hex. */
const epcPrefix = z
  .string()
  .regex(/^[0-9A-Fa-f]{1,124}$/, 'hexadecimal digits')
  .transform((hex) => hex.toUpperCase());

/** Reading begins when the input changes to `high`, and ends when it changes back or after `timeoutMs`. */
const gpiStart = z.strictObject({
  port: portNumber,
  high: z.boolean().default(true),
  timeoutMs: z.number().int().min(0).max(3_600_000).default(0),
});

/** A reader that speaks LLRP over TCP. */
export const llrpReaderConfig = z.strictObject({
  kind: z.literal('llrp'),
  /** A name for facts and screens. */
  id: z.string().min(1).max(64),
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535).default(5084),
  /** What it is used for; `presets` of presets.ts holds what each means. */
  use: z.enum(readUses).default('portal'),
  /** Left out: all antennas of the reader. */
  antennas: z
    .array(antenna)
    .min(1)
    .max(64)
    .refine((list) => new Set(list.map((one) => one.antenna)).size === list.length, 'each antenna once')
    .optional(),
  /** Transmit power of all antennas that do not have their own; by default that of the use. */
  powerDbm: powerDbm.optional(),
  /** EPC Gen 2 session; by default that of the use. */
  session: z.number().int().min(0).max(3).optional(),
  /** How many tags are in the field at once; by default that of the use. */
  tagPopulation: z.number().int().min(1).max(65_535).optional(),
  /** The air interface mode by its identifier in the reader's mode table; by default what the use prefers. */
  mode: z.number().int().min(0).max(65_535).optional(),
  hopTable: z.number().int().min(0).max(255).optional(),
  /** The channel by its place in the reader's table, from 1, where the region has fixed channels. */
  channel: z.number().int().min(0).max(65_535).optional(),
  /** Impinj readers only; by default that of the use. */
  searchMode: z
    .enum(['Reader_Selected', 'Single_Target', 'Dual_Target', 'Single_Target_With_Suppression'])
    .optional(),
  /** Weaker reads are dropped. */
  minRssiDbm: z.number().min(-120).max(0).optional(),
  epcPrefixes: z.array(epcPrefix).min(1).max(8).optional(),
  /** A report after so many reads; 0: only by time. By default that of the use. */
  reportEveryTags: z.number().int().min(0).max(65_535).optional(),
  /** A report at the latest after this time; 0: only by count. By default that of the use. */
  reportEveryMs: z.number().int().min(0).max(60_000).optional(),
  /** Asks Impinj and Zebra readers for the phase of each read. */
  phase: z.boolean().default(false),
  /** Asks Impinj readers for the tag identifier with each read. */
  tid: z.boolean().default(false),
  startOnInput: gpiStart.optional(),
  /** The number of our ROSpec in the reader. */
  roSpecId: z.number().int().min(1).max(0xffff_ffff).default(1410),
  /** Deletes what other clients have set up in the reader. Without it they are left alone, and a conflict is told. */
  takeOver: z.boolean().default(false),
  /** Whether the reader stops reading, or reads on and keeps its reports, when the agent ends. */
  onClose: z.enum(['stop', 'leave']).default('stop'),
  /** Whether reading begins with the start. */
  reading: z.boolean().default(true),
  /** The highest version to speak; 1.1 is negotiated, and 1.0.1 spoken where the reader does not know it. */
  version: z.enum(['1.0.1', '1.1']).default('1.0.1'),
  /** The reader tells so often that it is there; twice as long without any message, and it is given up. */
  keepaliveMs: z.number().int().min(500).max(60_000).default(5_000),
  requestTimeoutMs: z.number().int().min(500).max(60_000).default(5_000),
});
export type LlrpReaderConfig = z.output<typeof llrpReaderConfig>;
