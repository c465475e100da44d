import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { audit } from '../harness/audit.ts';
import { awaitQuiet } from '../harness/await-quiet.ts';
import { breakProgram } from '../harness/broken-program.ts';
import { enterOrders } from '../harness/orders.ts';
import { type Plant, type PlantOptions, startPlant } from '../harness/plant.ts';
import { seededRandom } from '../harness/random.ts';
import type { ServiceProcess } from '../harness/service-process.ts';
import { startBurningSite } from './burning-site.ts';

/**
 * The same kinds of kills as in the other suites, against programs that commit *after* they have acknowledged. If the audit found nothing here, its
 * silence elsewhere would mean nothing.
 */
const rounds = 4;

/** The transaction is opened by the first write and committed a while after the acknowledgement went out. */
const commitLater = 'if (!db.inTransaction) { db.exec("BEGIN"); setTimeout(() => db.exec("COMMIT"), 400); }';

test('PIPE trap 9: a station that shows green before it has committed is caught', async () => {
  const broken = breakProgram('edge', [
    {
      file: 'edge/facts/fact-log.js',
      from: 'this.store = db.transaction((commit, sealed, head) => this.write(commit, sealed, head));',
      to: `this.store = (commit, sealed, head) => { ${commitLater} this.write(commit, sealed, head); };`,
    },
    {
      file: 'edge/facts/fact-log.js',
      from: 'this.db.transaction(() => {',
      to: '(() => {',
    },
  ]);
  try {
    const found = await provoke(
      { edge: broken.program },
      (plant) => plant.services.edges[0],
      (plant) => plant.services.gateway,
    );
    expect(found.join('\n')).toMatch(/central has no such fact|the screen showed another scan/);
  } finally {
    broken.remove();
  }
});

test('PIPE trap 9: a gateway that acknowledges before it has committed is caught', async () => {
  const broken = breakProgram('gateway', [
    {
      file: 'gateway/log/fact-log.js',
      from: 'const commitAll = db.transaction((turn, outcomes, at) => {',
      to: `const late = (run) => ({ immediate: (...given) => { ${commitLater} return run(...given); } });\n    const commitAll = late((turn, outcomes, at) => {`,
    },
    // Otherwise a station would still hold what the gateway lost, and would heal it.
    { file: 'edge/facts/fact-log.js', from: 'this.options.keep ?? 20_000', to: '0' },
  ]);
  try {
    const found = await provoke(
      { gateway: broken.program, edge: broken.program },
      (plant) => plant.services.gateway,
    );
    expect(found.join('\n')).toMatch(/central has no such fact/);
  } finally {
    broken.remove();
  }
});

test('PIPE trap 9: a gateway that moves a subscriber on before its PUBACK is caught', async () => {
  const broken = breakProgram('fan-out', [
    {
      file: 'gateway/fan-out/send-window.js',
      from: 'return oldest === undefined ? window.position : oldest.cursor - 1;',
      to: 'return window.position;',
    },
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-control-'));
  const site = await startBurningSite({
    folder,
    random: seededRandom(1),
    programs: { gateway: broken.program },
    follow: ['mqtt'],
  });
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const subscriber of site.subscribers) {
        // What was sent to it and lies in its socket is gone with it.
        subscriber.freeze();
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        await subscriber.kill();
        await subscriber.start();
      }
    }
    const found = await site.healAndAudit();
    process.stdout.write(`found ${found.length} breaches, the first: ${found[0]}\n`);
    expect(found.join('\n')).toMatch(/subscriber-mqtt: L\d\/\d+ came behind/);
  } finally {
    await site.stop();
    broken.remove();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Kills one service again and again while people scan, and gives what the audit finds then. `away` is stopped meanwhile. */
async function provoke(
  programs: PlantOptions['programs'],
  victimOf: (plant: Plant) => ServiceProcess | undefined,
  awayOf: (plant: Plant) => ServiceProcess | undefined = () => undefined,
): Promise<string[]> {
  const random = seededRandom(1);
  const folder = mkdtempSync(join(tmpdir(), 'packproof-control-'));
  const plant = await startPlant({ folder, stations: 1, ...(programs === undefined ? {} : { programs }) });
  const leave = new AbortController();
  try {
    const orders = await enterOrders(plant.centralUrl, 100, random);
    await Promise.all(plant.people.map((person) => person.awaitOrders(orders.length, 30_000)));
    await awayOf(plant)?.stop();
    const work = workUntilTold(plant, orders, leave.signal);
    for (let round = 0; round < rounds; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 600 + random() * 300));
      await victimOf(plant)?.kill();
      await victimOf(plant)?.start();
    }
    leave.abort();
    await work;
    await awayOf(plant)?.start();
    // It may never become quiet, which is a finding too; the audit says what is missing.
    await awaitQuiet(plant, 5000).catch(() => {});
  } finally {
    leave.abort();
    await plant.stop();
  }
  const found = audit(join(folder, 'central', 'central.sqlite'), plant.people);
  process.stdout.write(`found ${found.length} breaches, the first: ${found[0]}\n`);
  rmSync(folder, { recursive: true, force: true });
  return found;
}

/** A station that lost its state contradicts the person, who then goes on with the next order. */
async function workUntilTold(plant: Plant, orders: readonly string[], leave: AbortSignal): Promise<void> {
  for (const order of orders) {
    if (leave.aborted) return;
    await plant.people[0]?.workOrder(order, leave).catch(() => {});
  }
}
