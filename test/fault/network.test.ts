import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../harness/audit.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import { MqttProxy } from '../harness/mqtt-proxy.ts';
import { enterOrders } from '../harness/orders.ts';
import { startPlant } from '../harness/plant.ts';
import { seededRandom } from '../harness/random.ts';
import { workThrough } from '../harness/work-through.ts';

const seed = Number(process.env.FAULT_SEED ?? 20_260_106);
const orderCount = 60;

test(`an MQTT network that cuts, delays, reorders and repeats (seed ${seed}) loses nothing and doubles nothing`, async () => {
  const random = seededRandom(seed);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-network-'));
  let proxy: MqttProxy | undefined;
  const plant = await startPlant({
    folder,
    stations: 2,
    mqttPortForEdges: async (port) => {
      proxy = new MqttProxy(port, { reorder: 0.2, duplicate: 0.2, cut: 0.01, delayMs: 30 }, random);
      return proxy.listen();
    },
  });
  try {
    const orders = await enterOrders(plant.centralUrl, orderCount, random);
    await Promise.all(plant.people.map((person) => person.awaitOrders(orders.length, 30_000)));
    await workThrough(plant.people, orders);
    proxy?.behave();
    await awaitQuiet(plant, 60_000);
  } finally {
    await plant.stop();
    proxy?.close();
  }
  const breaches = audit(join(folder, 'central', 'central.sqlite'), plant.people);
  process.stdout.write(`seed ${seed}: ${JSON.stringify(proxy?.counts)}\n`);
  expect(breaches).toEqual([]);
  expect(proxy?.counts.cut).toBeGreaterThan(0);
  expect(proxy?.counts.reordered).toBeGreaterThan(10);
  expect(proxy?.counts.duplicated).toBeGreaterThan(10);
  rmSync(folder, { recursive: true, force: true });
});
