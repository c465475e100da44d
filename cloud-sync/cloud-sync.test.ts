import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningGateway } from '../gateway/main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  startTestGateway,
  type TestStation,
  testSite,
} from '../gateway/testing-gateway.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { consumerCursor } from '../protocols/wire/event.ts';
import type { Fact } from '../protocols/wire/fact.ts';
import { cloudSyncStatus } from '../protocols/wire/status.ts';
import { workPage } from '../protocols/wire/work.ts';
import { type CentralStandIn, startCentralStandIn } from './central-stand-in.ts';
import { cloudSyncConfig, type RunningCloudSync, startCloudSync } from './main.ts';

let gateway: RunningGateway;
let central: CentralStandIn;
let sync: RunningCloudSync;
let station: TestStation;

function startSync(centralUrl = central.url): Promise<RunningCloudSync> {
  const config = cloudSyncConfig.parse({
    site: testSite,
    gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
    central: { url: centralUrl },
    http: { port: 0 },
  });
  return startCloudSync(config, { log: createLog('cloud-sync', 'silent'), clock: systemClock });
}

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir());
  central = await startCentralStandIn(testSite);
  sync = await startSync();
  station = await connectStation(gateway.mqttUrl, 'pack-1');
});
afterEach(async () => {
  station.client.end(true);
  await sync.stop();
  await central.stop();
  await gateway.stop();
});

const status = async () => cloudSyncStatus.parse(await getJson(`${sync.url}/v1/status`));
const cursor = async () =>
  consumerCursor.parse(await getJson(`${gateway.httpUrl}/v1/consumers/cloud-sync`)).cursor;
const atCentral = (name = 'pack-1') => central.facts.get(name) ?? [];
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 30_000, interval: 20 });

describe('facts go up', () => {
  test('in order and once, and the cursor follows central', async () => {
    const facts = chainOf('pack-1', 1_200);
    for (let from = 0; from < facts.length; from += 400) await station.send(facts.slice(from, from + 400));
    await eventually(() => expect(atCentral()).toEqual(facts));
    await eventually(async () => expect(await cursor()).toBe(1_200));
    expect((await status()).up).toMatchObject({ cursor: 1_200, lastError: null });
  });

  test('within a moment of the commit, not at the next poll', async () => {
    await eventually(async () => expect((await status()).up.cursor).toBe(0));
    const started = performance.now();
    await station.send(chainOf('pack-1', 1));
    await eventually(() => expect(atCentral()).toHaveLength(1));
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('set-aside facts too, and what follows them', async () => {
    const [first, second, third] = chainOf('pack-1', 3);
    await station.send([first, { ...second, operator: 'eve' }, third]);
    await eventually(() => expect(atCentral()).toEqual([first, 'set-aside', third]));
  });

  test('later, while central is down: the cursor stays and the reason can be read', async () => {
    await central.stop();
    const port = Number(new URL(central.url).port);
    await station.send(chainOf('pack-1', 3));
    await eventually(async () => expect((await status()).up.lastError).toMatch(/PEER_UNREACHABLE: central/));
    expect(await cursor()).toBe(0);
    central = await startCentralStandIn(testSite, port);
    await eventually(() => expect(atCentral()).toHaveLength(3));
    await eventually(async () => expect((await status()).up.lastError).toBeNull());
  });

  test('again from where central stands, when it was restored from a copy', async () => {
    const facts = chainOf('pack-1', 7);
    await station.send(facts.slice(0, 5));
    await eventually(() => expect(atCentral()).toHaveLength(5));
    await eventually(async () => expect(await cursor()).toBe(5));
    central.forgetAfter('pack-1', 2);
    await station.send(facts.slice(5));
    await eventually(() => expect(atCentral()).toEqual(facts));
    await eventually(async () => expect(await cursor()).toBe(7));
  });

  test('again after a restart, even those of a station that is silent since central lost them', async () => {
    const facts = chainOf('pack-1', 4);
    await station.send(facts);
    await eventually(async () => expect(await cursor()).toBe(4));
    await sync.stop();
    central.forgetAfter('pack-1', 1);
    sync = await startSync();
    await eventually(() => expect(atCentral()).toEqual(facts));
  });

  test('are neither skipped nor hammered when central refuses them for good', async () => {
    await eventually(async () => expect((await status()).up.cursor).toBe(0));
    central.refuseWith({ status: 422, code: 'NOT_TODAY' });
    await station.send(chainOf('pack-1', 2));
    await eventually(async () =>
      expect((await status()).up.lastError).toMatch(/PEER_REFUSED.*422 NOT_TODAY told to refuse/),
    );
    expect(central.uploads()).toBe(1);
    expect(await cursor()).toBe(0);
  });

  test('once, when two cloud-syncs carry the same log', async () => {
    const second = await startSync();
    const facts: Fact[] = chainOf('pack-1', 300);
    for (let from = 0; from < facts.length; from += 10) await station.send(facts.slice(from, from + 10));
    await eventually(() => expect(atCentral()).toEqual(facts));
    await second.stop();
  });
});

describe('work comes down', () => {
  const site = (version: number, name: string) => ({
    kind: 'site' as const,
    id: testSite,
    version,
    data: { name, gs1CompanyPrefix: '4012345' },
  });
  const names = async () => {
    const page = workPage.safeParse(await getJson(`${gateway.httpUrl}/v1/work?after=0`));
    return page.data?.documents.map((document) => (document.data as { name?: string } | null)?.name);
  };

  test('as soon as central has it, without a poll', async () => {
    await eventually(async () => expect((await status()).down.lastSuccessAt).not.toBeNull());
    central.release([site(1, 'Berlin')]);
    await eventually(async () => expect(await names()).toEqual(['Berlin']));
    central.release([site(2, 'Berlin Mitte')]);
    await eventually(async () => expect(await names()).toEqual(['Berlin Mitte']));
    expect((await status()).down).toMatchObject({ cursor: 2, documents: 2, lastError: null });
  });

  test('from the start when central was set up anew', async () => {
    central.release([site(7, 'Berlin')]);
    await eventually(async () => expect(await names()).toEqual(['Berlin']));
    central.renew('second');
    central.release([site(1, 'Berlin neu')]);
    await eventually(async () => expect(await names()).toEqual(['Berlin neu']));
  });

  test('while facts can not go up, and the other way round', async () => {
    central.refuseWith({ status: 422, code: 'NOT_TODAY' });
    await station.send(chainOf('pack-1', 1));
    await eventually(async () => expect((await status()).up.lastError).not.toBeNull());
    central.release([site(1, 'Berlin')]);
    await eventually(async () => expect(await names()).toEqual(['Berlin']));
  });
});

test('a stop ends the polls at once', async () => {
  await eventually(async () => expect((await status()).down.lastSuccessAt).not.toBeNull());
  const started = performance.now();
  await sync.stop();
  expect(performance.now() - started).toBeLessThan(10_000);
  sync = await startSync();
});
