import { z } from 'zod';

const mebibyte = 1024 * 1024;

/** How much the log may take, of memory and of the disk. */
export const logConfig = z.strictObject({
  /** Ingest stops while less than this is free on the disk, in bytes; 0 never stops it. */
  minFreeBytes: z.coerce
    .number()
    .int()
    .min(0)
    .default(256 * mebibyte),
  /** How many bytes of messages may wait for their commit; a single station may fill an eighth. */
  maxPendingBytes: z.coerce
    .number()
    .int()
    .min(mebibyte)
    .default(64 * mebibyte),
});
