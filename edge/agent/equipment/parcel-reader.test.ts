import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type SimulatedLlrpReader,
  startLlrpReader,
} from '../../../devices/simulators/llrp-reader/llrp-reader.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { encodeEpc } from '../../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../../protocols/epc/epc-from-elements.ts';
import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../../main.ts';
import { gtins, orderOf, putDemoWork, SmallGateway, SmallWorkFeed } from '../../testing-edge.ts';

let folder: string;
let reader: SimulatedLlrpReader;
let gateway: SmallGateway;
let work: SmallWorkFeed;
let edge: RunningEdge;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-parcel-reader-'));
  gateway = new SmallGateway('HAM', 'S1');
  work = new SmallWorkFeed();
  [reader] = await Promise.all([startLlrpReader({ tags: 0, rate: 200 }), gateway.start(), work.start()]);
  putDemoWork(work);
  work.put('site', 'HAM', 2, {
    name: 'Hamburg',
    gs1CompanyPrefix: '9520001',
    rules: { pack: { tags: 'require' } },
  });
  work.put('product', 'TEA', 2, {
    sku: 'TEA',
    name: 'Tea',
    tagged: true,
    packagings: [{ gtin: gtins.each, level: 'each', units: 1 }],
  });
  work.put('order', 'SO-1', 2, orderOf('SO-1', { lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 2 }] }));
  const tunnel = { id: 'tunnel-1', kind: 'llrp', host: '127.0.0.1', port: reader.port, use: 'pack-tunnel' };
  const config = edgeConfig.parse({
    site: 'HAM',
    station: 'S1',
    dataDir: join(folder, 'edge'),
    gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
    parcelReaders: [{ reader: tunnel, session: { settleMs: 400 }, readMs: 1_500 }],
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
async function touch(code: string): Promise<void> {
  await fetch(`${edge.url}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, code }),
  });
}

function tagOf(serial: string): string {
  const link = `https://id.gs1.org/01/${gtins.each}/21/${serial}`;
  const epc = epcFromDigitalLink(link, { scheme: 'SGTIN-96', filter: 1, companyPrefixLength: 7 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(encoded.expected);
  return encoded.value.hex;
}

test('the reader looks at a closed parcel only: a missing tag holds it back, all of them seal it', async () => {
  await screenShows((view) => view.queue.total > 0 && view.devices[0]?.state === 'connected');
  await touch('SO-1');
  await touch(`01${gtins.each}`);
  await touch(`01${gtins.each}`);
  await screenShows((view) => view.wants.tags === true);
  expect(delivered('parcel.tags_checked')).toEqual([]);
  reader.pass({ epcs: [tagOf('1')], durationMs: 2_000 });
  const short = await screenShows((view) => view.last?.verdict === 'refused_tags');
  expect(short.last?.message).toContain('The tags do not fit: missing 1 x Tea. Open');
  reader.pass({ epcs: [tagOf('1'), tagOf('2')], durationMs: 4_000 });
  await screenShows((view) => view.phase === 'sealed');
  await vi.waitFor(() => expect(delivered('parcel.sealed')).toHaveLength(1));
  expect(delivered('parcel.tags_checked').at(-1)).toMatchObject({
    device: 'tunnel-1',
    found: 2,
    missing: [],
    outcome: 'complete',
  });
  expect(delivered('pick.confirmed')).toHaveLength(2);
});
