import { z } from 'zod';

/** Moving the older part of the log to segment files. */
export const archiveConfig = z.strictObject({
  /** Facts go there so many days after they were received, if every consumer below has processed them. */
  afterDays: z.coerce.number().min(0).max(3_650).default(30),
  /** Folder of the segment files; `archive` in the data folder unless another is named. */
  dir: z.string().min(1).optional(),
  /** Who has to have processed a fact before it goes: names of consumers. */
  consumers: z.array(z.string().min(1).max(64)).min(1).max(16).default(['cloud-sync']),
  /** How many facts a segment holds. */
  everyFacts: z.coerce.number().int().min(1).max(20_000).default(4_000),
  /** A consumer of these whose oldest waiting fact is older than this is named as an incident. */
  lateAfterHours: z.coerce.number().min(0.01).max(8_760).default(4),
});
export type ArchiveConfig = z.output<typeof archiveConfig>;
