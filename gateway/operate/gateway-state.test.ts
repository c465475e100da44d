import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { backUp } from '../../kernel/backup/backup.ts';
import { restore } from '../../kernel/backup/restore.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { RunningGateway } from '../main.ts';
import { newDataDir, startTestGateway } from '../testing-gateway.ts';
import { gatewayState } from './gateway-state.ts';

let gateway: RunningGateway;
afterEach(() => gateway.stop());

const event = {
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
  type: 'ObjectEvent',
  eventTime: '2026-03-01T09:00:00Z',
  eventTimeZoneOffset: '+00:00',
  eventID: 'urn:x:1',
  epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
  action: 'OBSERVE',
};

test('what others captured and what they want to be told comes back from a backup', async () => {
  const dataDir = newDataDir();
  gateway = await startTestGateway(dataDir);
  const post = (path: string, body: unknown) =>
    fetch(`${gateway.httpUrl}/epcis${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  expect((await post('/events', event)).status).toBe(201);
  expect((await post('/queries', { name: 'all', query: {} })).status).toBe(201);
  const services = [gatewayState];
  const to = join(newDataDir(), 'backup');
  const { folder } = await backUp({ dataDir, to, services, clock: systemClock });
  await gateway.stop();
  const again = join(newDataDir(), 'restored');
  await restore({ from: folder, dataDir: again, services });
  gateway = await startTestGateway(again);
  await vi.waitFor(
    async () => {
      const answer = await fetch(`${gateway.httpUrl}/epcis/queries/all/events`);
      expect(await answer.text()).toContain('"urn:x:1"');
    },
    { timeout: 30_000 },
  );
});
