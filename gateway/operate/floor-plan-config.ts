import { z } from 'zod';
import { stationId } from '../../protocols/wire/ids.ts';

const cell = z.number().int().min(0).max(199);

/** Where the stations stand, for the gateway's page: an area of the site, and column and row within it. */
export const floorPlanConfig = z
  .record(
    stationId,
    z.strictObject({
      area: z.string().trim().min(1).max(40),
      /** What people call it, if that is not its id. */
      label: z.string().trim().min(1).max(40).optional(),
      x: cell,
      y: cell,
    }),
  )
  .refine((map) => Object.keys(map).length <= 400, 'at most 400 stations');
export type FloorPlan = z.output<typeof floorPlanConfig>;
