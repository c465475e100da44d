import { z } from 'zod';
import { framings } from './scanner.ts';

/** The settings of one scanner of a station. */
export const scannerConfig = z.strictObject({
  /** A name for facts and screens; "screen" stands for touches on the screen. */
  id: z
    .string()
    .min(1)
    .max(64)
    .refine((id) => id !== 'screen', 'the name "screen" is taken'),
  /** The device node; better a link that stays the same, as udev makes them. It does not have to exist yet. */
  path: z.string().min(1).max(200),
  /** Bits per second, as the scanner is set. */
  baudRate: z.number().int().positive().default(9600),
  /** What ends a scan on the wire, as the scanner is set. */
  framing: z.enum(framings),
  /** Within this time the same barcode from the same scanner counts once; 0 switches it off. */
  bounceMs: z.number().int().min(0).max(5_000).default(0),
});
export type ScannerConfig = z.output<typeof scannerConfig>;
