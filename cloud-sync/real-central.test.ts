import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { centralConfig, type RunningCentral, startCentral } from '../central/main.ts';
import type { RunningGateway } from '../gateway/main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  startTestGateway,
  testSite,
} from '../gateway/testing-gateway.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { centralStatus, cloudSyncStatus } from '../protocols/wire/status.ts';
import { workPage } from '../protocols/wire/work.ts';
import { cloudSyncConfig, type RunningCloudSync, startCloudSync } from './main.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
let gateway: RunningGateway;
let central: RunningCentral;
let sync: RunningCloudSync;

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir());
  central = await startCentral(
    centralConfig.parse({
      dataDir: newDataDir(),
      http: { port: 0 },
      seller: {
        name: 'Kontor',
        street: 'Am Kai 1',
        city: 'Hamburg',
        postalCode: '20457',
        country: 'DE',
        vatId: 'DE123456789',
        iban: 'DE89370400440532013000',
        email: 'billing@kontor.example',
      },
      sites: { [testSite]: { name: 'Berlin', gs1CompanyPrefix: '4012345' } },
    }),
    deps,
  );
  const config = {
    site: testSite,
    gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
    central: { url: central.url },
    http: { port: 0 },
  };
  sync = await startCloudSync(cloudSyncConfig.parse(config), deps);
});
afterEach(async () => {
  await sync.stop();
  await central.stop();
  await gateway.stop();
});

test('facts and set-aside facts reach central, and its work reaches the gateway', async () => {
  const station = await connectStation(gateway.mqttUrl, 'pack-1');
  const [first, second, third] = chainOf('pack-1', 3);
  await station.send([first, { ...second, operator: 'eve' }, third]);
  await vi.waitFor(
    async () => {
      const { stations } = centralStatus.parse(await getJson(`${central.url}/v1/status`));
      expect(stations).toMatchObject([{ site: testSite, station: 'pack-1', upTo: 3, setAside: 1 }]);
      const { up, down } = cloudSyncStatus.parse(await getJson(`${sync.url}/v1/status`));
      expect([up.cursor, up.lastError, down.lastError]).toEqual([3, null, null]);
      const work = workPage.parse(await getJson(`${gateway.httpUrl}/v1/work?after=0`));
      expect(work.documents).toMatchObject([{ kind: 'site', id: testSite, data: { name: 'Berlin' } }]);
    },
    { timeout: 30_000 },
  );
  station.client.end(true);
});
