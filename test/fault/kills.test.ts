import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../harness/audit.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import { enterOrders } from '../harness/orders.ts';
import { type Plant, startPlant } from '../harness/plant.ts';
import { seededRandom } from '../harness/random.ts';
import type { ServiceProcess } from '../harness/service-process.ts';

const seed = Number(process.env.FAULT_SEED ?? 20_260_105);
const kills = Number(process.env.FAULT_KILLS ?? 24);
const stations = 3;

test(`${kills} kills at random moments (seed ${seed}) lose nothing and double nothing`, async () => {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-kills-'));
  const plant = await startPlant({ folder, stations });
  const killed: string[] = [];
  const leave = new AbortController();
  let orders: string[] = [];
  try {
    orders = await enterOrders(plant.centralUrl, 400, random);
    await Promise.all(plant.people.map((person) => person.awaitOrders(orders.length, 30_000)));
    const work = workUntilTold(plant, [...orders], leave.signal);
    for (let round = 0; round < kills; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100 + random() * 700));
      const victim = pick(plant, random);
      killed.push(victim.name);
      await victim.kill();
      await victim.start();
    }
    leave.abort();
    await work;
    await awaitQuiet(plant, 60_000);
  } finally {
    await plant.stop();
  }
  const breaches = audit(join(folder, 'central', 'central.sqlite'), plant.people);
  const seen = plant.people.reduce((sum, person) => sum + person.seen.size, 0);
  process.stdout.write(`seed ${seed}: killed ${killed.join(' ')}; ${seen} scans were shown to a person\n`);
  expect(breaches).toEqual([]);
  // A run that scanned next to nothing could not have lost anything either.
  expect(seen).toBeGreaterThan(200);
  expect(new Set(killed.map((name) => name.replace(/-S\d/, ''))).size).toBe(4);
  rmSync(folder, { recursive: true, force: true });
});

function pick(plant: Plant, random: () => number): ServiceProcess {
  const { central, gateway, cloudSync, edges } = plant.services;
  const edge = edges[Math.floor(random() * edges.length)] ?? gateway;
  return [central, gateway, cloudSync, edge][Math.floor(random() * 4)] ?? edge;
}

/** Everybody works without pause, so that each kill meets something on its way; who is told to leave stops before the next order. */
async function workUntilTold(plant: Plant, waiting: string[], leave: AbortSignal): Promise<void> {
  await Promise.all(
    plant.people.map(async (person) => {
      while (!leave.aborted) {
        const order = waiting.shift();
        if (order === undefined) throw new Error('the orders ran out before the kills were over');
        await person.workOrder(order);
      }
    }),
  );
}
