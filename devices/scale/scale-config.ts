import { z } from 'zod';

const bytes = z
  .string()
  .min(1)
  .max(32)
  .refine(
    (text) => [...text].every((character) => character.charCodeAt(0) <= 0xff),
    'characters U+0000 to U+00FF',
  );

/** A serial port by its path, or a host and port where the scale (or its serial server) listens. */
const serial = z.strictObject({
  path: z.string().min(1).max(200),
  baudRate: z.number().int().positive().max(4_000_000).default(9600),
  dataBits: z.union([z.literal(7), z.literal(8)]).default(8),
  parity: z.enum(['none', 'even', 'odd']).default('none'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
  rtscts: z.boolean().default(false),
});
const tcp = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65_535),
});

const milligrams = z.number().int().min(-1e15).max(1e15);

const common = {
  id: z.string().min(1).max(64),
  at: z.union([serial, tcp], 'a serial port {"path", "baudRate", ...} or {"host", "port"}'),
  /** What a weighing may find, as a verified scale has a least and a greatest load; others are waited over, and then named. */
  minMilligrams: milligrams.optional(),
  maxMilligrams: milligrams.optional(),
  /** At most one weight is told in this time. */
  tellMs: z.number().int().min(20).max(10_000).default(200),
  /** A scale that says nothing for so long is connected anew. */
  silentMs: z.number().int().min(500).max(60_000).default(3_000),
};

/** How often a scale that has to be asked is asked while nobody waits, and while a weighing does. */
const polls = {
  pollMs: z.number().int().min(50).max(10_000).default(500),
  weighPollMs: z.number().int().min(20).max(2_000).default(100),
};

/** The settings of one scale, by what it speaks. */
export const scaleConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mt-sics'), ...common, ...polls }),
  z.strictObject({
    kind: z.literal('toledo-continuous'),
    ...common,
    /** A checksum follows each frame, as the terminal is set. */
    checksum: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal('line'),
    ...common,
    ...polls,
    /** What makes the scale send its weight, as "Q\r\n"; left out: it sends by itself. */
    request: bytes.optional(),
    zero: bytes.optional(),
    tare: bytes.optional(),
  }),
]);
export type ScaleConfig = z.output<typeof scaleConfig>;
