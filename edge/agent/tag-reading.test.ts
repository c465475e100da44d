import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type SimulatedLlrpReader,
  startLlrpReader,
} from '../../devices/simulators/llrp-reader/llrp-reader.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { encodeEpc } from '../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../protocols/epc/epc-from-elements.ts';
import { knownFact } from '../../protocols/wire/fact.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../main.ts';
import { gtins, putDemoWork, SmallGateway, SmallWorkFeed } from '../testing-edge.ts';

let folder: string;
let reader: SimulatedLlrpReader;
let gateway: SmallGateway;
let work: SmallWorkFeed;
let edge: RunningEdge;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-tags-'));
  gateway = new SmallGateway('HAM', 'S1');
  work = new SmallWorkFeed();
  [reader] = await Promise.all([startLlrpReader({ tags: 0, rate: 200 }), gateway.start(), work.start()]);
  putDemoWork(work);
  const config = edgeConfig.parse({
    site: 'HAM',
    station: 'S1',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    readers: [{ reader: { id: 'desk-1', kind: 'llrp', host: '127.0.0.1', port: reader.port, use: 'desk' } }],
    sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  edge = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
});
afterEach(async () => {
  await edge.stop();
  await Promise.all([reader.stop(), gateway.stop(), work.stop()]);
  rmSync(folder, { recursive: true });
});

const screenShows = (fits: (view: ScreenView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = (await (await fetch(`${edge.url}/v1/screen`)).json()) as ScreenView;
      expect(fits(view), JSON.stringify(view)).toBe(true);
      return view;
    },
    { timeout: 30_000, interval: 20 },
  );
const delivered = (type: string) => gateway.kept.flatMap((fact) => (fact.type === type ? [fact.data] : []));

function tagOf(serial: string): string {
  const link = `https://id.gs1.org/01/${gtins.each}/21/${serial}`;
  const epc = epcFromDigitalLink(link, { scheme: 'SGTIN-96', filter: 1, companyPrefixLength: 7 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(encoded.expected);
  return encoded.value.hex;
}

test('tags on the desk confirm items, once each, with the reads that prove them', async () => {
  await screenShows((view) => view.queue.total > 0 && view.devices[0]?.state === 'connected');
  await fetch(`${edge.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, code: 'SO-1' }),
  });
  await screenShows((view) => view.order?.number === 'SO-1');
  reader.pass({ epcs: [tagOf('1001'), tagOf('1002')], durationMs: 3_000 });
  const view = await screenShows((seen) => seen.order?.unitsDone === 2);
  expect(view.last).toMatchObject({ verdict: 'item_confirmed', tone: 'ok' });
  await vi.waitFor(() => expect(delivered('tag.read')).toHaveLength(2));
  expect(delivered('pick.confirmed').map((pick) => pick.serial)).toEqual(
    expect.arrayContaining(['1001', '1002']),
  );
  const scans = gateway.kept.filter((fact) => fact.type === 'scan.recorded');
  for (const tag of delivered('tag.read')) {
    expect(tag).toMatchObject({ order: 'SO-1', reads: expect.any(Number) });
    expect([tagOf('1001'), tagOf('1002')]).toContain(tag.epc);
    expect(scans.map((scan) => scan.seq)).toContain(tag.scanSeq);
  }
  for (const fact of gateway.kept) expect(knownFact(fact)).not.toBeNull();
  expect(delivered('device.changed')).toMatchObject([{ device: 'desk-1', kind: 'rfid', state: 'connected' }]);
});
