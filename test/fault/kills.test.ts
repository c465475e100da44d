import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../harness/audit.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import { killAtRandom } from '../harness/kills.ts';
import { enterOrders } from '../harness/orders.ts';
import { startPlant } from '../harness/plant.ts';
import { seededRandom } from '../harness/random.ts';
import { workThrough } from '../harness/work-through.ts';

const seed = Number(process.env.FAULT_SEED ?? 20_260_105);
const kills = Number(process.env.FAULT_KILLS ?? 16);
/** More than anybody can work off before the last kill. */
const orderCount = kills * 180;
const stations = 3;

test(`${kills} kills at random moments (seed ${seed}) lose nothing and double nothing`, async () => {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-kills-'));
  const plant = await startPlant({ folder, stations });
  let killed: string[] = [];
  try {
    const orders = await enterOrders(plant.centralUrl, orderCount, random);
    await Promise.all(plant.people.map((person) => person.awaitOrders(orders.length, 30_000)));
    const leave = new AbortController();
    const work = workThrough(plant.people, orders, { leave: leave.signal });
    // Nobody pauses while the kills go on, so each of them meets facts on their way through every hop.
    killed = await killAtRandom(plant, random, (count) => count < kills);
    leave.abort();
    const done = await work;
    // Had the orders run out, the last kills would have met nothing.
    expect(done).toBeLessThan(orderCount);
    // People who do not pause are faster than central: what waits then is a good part of all that they did.
    await awaitQuiet(plant, 240_000);
  } finally {
    await plant.stop();
  }
  const breaches = audit(join(folder, 'central', 'central.sqlite'), plant.people);
  const seen = plant.people.reduce((sum, person) => sum + person.seen.size, 0);
  process.stdout.write(
    `seed ${seed}: ${killed.length} kills (${killed.join(' ')}), ${seen} scans were shown to a person\n`,
  );
  expect(breaches).toEqual([]);
  expect(seen).toBeGreaterThan(kills * 50);
  expect(new Set(killed.map((name) => name.replace(/-S\d/, ''))).size).toBe(4);
  rmSync(folder, { recursive: true, force: true });
});
