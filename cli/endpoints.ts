import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Where `packproof up` keeps its state unless told otherwise. */
export const defaultStateFolder = '.packproof';

/** What `up` writes into its folder, so that `status` and people find the services on whatever ports they got. */
export const endpoints = z.strictObject({
  v: z.literal(1),
  pid: z.number().int(),
  central: z.url(),
  gateway: z.url(),
  mqtt: z.string(),
  cloudSync: z.url(),
  edges: z.array(z.url()),
  simulator: z.url(),
});
export type Endpoints = z.output<typeof endpoints>;

export function endpointsFile(stateFolder: string): string {
  return join(stateFolder, 'endpoints.json');
}

/** The endpoints of the `up` of that folder; null if there are none. */
export function readEndpoints(stateFolder: string): Endpoints | null {
  const file = endpointsFile(stateFolder);
  if (!existsSync(file)) return null;
  return endpoints.parse(JSON.parse(readFileSync(file, 'utf8')));
}
