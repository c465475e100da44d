import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Fire } from './fire.ts';

const keptFire = z.object({
  /** What was broken. */
  found: z.string(),
  fire: z.object({
    factsPerSecond: z.number(),
    sparks: z.array(z.object({ fault: z.string(), atMs: z.number(), lastsMs: z.number(), dice: z.number() })),
  }),
});
interface KeptFire {
  readonly found: string;
  readonly fire: Fire;
}

const file = fileURLToPath(new URL('./kept-fires.json', import.meta.url));

/**
 * Fires that once broke a promise; they burn before all others. They are kept whole, for what a seed stands for changes whenever
 * a kind of fault is added.
 */
export const keptFires: readonly KeptFire[] = existsSync(file)
  ? z.array(keptFire).parse(JSON.parse(readFileSync(file, 'utf8')))
  : [];

/** Writes a fire down among those that are kept. */
export function keepFire(fire: KeptFire): void {
  const kept = existsSync(file) ? z.array(keptFire).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
  writeFileSync(file, `${JSON.stringify([...kept, fire], null, 1)}\n`);
}
