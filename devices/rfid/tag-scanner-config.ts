import { z } from 'zod';
import { readerConfig } from './reader-config.ts';
import { readPresets, readUses, smoothingSettings } from './smoothing/settings.ts';

/** The settings of an RFID reader whose tags count as scans. */
export const tagScannerConfig = z
  .strictObject({
    reader: readerConfig,
    /** What it is used for: the settings of smoothing to start from. */
    use: z.enum(readUses).default('desk'),
    /** Settings of smoothing that differ from those of the use. */
    smoothing: z.record(z.string(), z.unknown()).default({}),
    /** Whether tags that hold no GS1 key are told, and so refused; else they are passed over. */
    tellForeign: z.boolean().default(false),
  })
  .transform((config, context) => {
    const smoothing = smoothingSettings.safeParse({
      ...readPresets[config.use].smoothing,
      ...config.smoothing,
    });
    if (smoothing.success) return { ...config, smoothing: smoothing.data };
    for (const issue of smoothing.error.issues) {
      context.addIssue({ code: 'custom', message: issue.message, path: ['smoothing', ...issue.path] });
    }
    return z.NEVER;
  });
export type TagScannerConfig = z.output<typeof tagScannerConfig>;
