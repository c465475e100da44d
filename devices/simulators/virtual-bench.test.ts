import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { tagKeyFromHex } from '../../protocols/epc/tag-key.ts';
import { freePort } from '../../test/harness/ports.ts';
import { openReader } from '../rfid/open-reader.ts';
import { readerConfig } from '../rfid/reader-config.ts';
import { openScale } from '../scale/open-scale.ts';
import { scaleConfig } from '../scale/scale-config.ts';
import { simulatorConfig, startSimulators } from './main.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
const closings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** The simulators with one bench, and the station's own drivers on it. */
async function rig() {
  const dataDir = mkdtempSync(join(tmpdir(), 'packproof-bench-'));
  const [scalePort, readerPort] = [await freePort(), await freePort()];
  const config = simulatorConfig.parse({
    dataDir,
    scanners: [{ id: 'S1' }],
    benches: [{ id: 'S1', scalePort, readerPort, tagged: ['09520001000102'] }],
    http: { port: 0 },
  });
  const simulators = await startSimulators(config, deps);
  closings.push(async () => rmSync(dataDir, { recursive: true }), simulators.stop);
  const at = { host: '127.0.0.1', port: scalePort };
  const weights: (number | null)[] = [];
  const scale = openScale(scaleConfig.parse({ id: 'w', kind: 'mt-sics', at, pollMs: 50 }), deps);
  scale.start((event) => {
    if (event.kind === 'weight' && event.reading.stable) weights.push(event.reading.milligrams);
  });
  const tags = new Set<string>();
  const reader = openReader(
    readerConfig.parse({ id: 'r', kind: 'llrp', host: '127.0.0.1', port: readerPort, use: 'pack-tunnel' }),
    deps,
  );
  reader.start((event) => {
    if (event.kind === 'reads') for (const { epc } of event.reads) tags.add(epc);
  });
  closings.push(
    () => scale.close(),
    () => reader.close(),
  );
  const call = async (path: string, body?: object) => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const response = await fetch(`${simulators.url}${path}`, body === undefined ? {} : post);
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  return { call, weights, tags };
}

const patience = { timeout: 30_000, interval: 20 };

test('what is put onto the bench is weighed and read by the drivers of a station', async () => {
  const { call, weights, tags } = await rig();
  await vi.waitFor(() => expect(weights.at(-1)).toBe(0), patience);
  await call('/v1/benches/S1/load', { grams: 1_048 });
  await vi.waitFor(() => expect(weights.at(-1)).toBe(1_048_000), patience);
  expect((await call('/v1/simulator')).json.benches).toEqual([
    { id: 'S1', grams: 1_048, tagged: ['09520001000102'] },
  ]);
  const units = ['2-1', '2-2'].map((serial) => ({ gtin: '09520001000102', serial }));
  await vi.waitFor(async () => {
    await call('/v1/benches/S1/tags', { tags: units });
    expect(tags.size).toBe(2);
  }, patience);
  const keys = [...tags].map((epc) => tagKeyFromHex(epc)).map((key) => key.ok && key.value);
  expect(keys.sort()).toEqual(['/01/09520001000102/21/2-1', '/01/09520001000102/21/2-2']);
}, 40_000);

test('a bench that is none, a load that is none and a GTIN that is none are refused', async () => {
  const { call } = await rig();
  const codes = await Promise.all([
    call('/v1/benches/S9/load', { grams: 1 }),
    call('/v1/benches/S1/load', { grams: -1 }),
    call('/v1/benches/S1/tags', { tags: [{ gtin: '09520001000103', serial: '1' }] }),
  ]);
  expect(codes.map(({ status, json }) => `${status} ${json.code}`)).toEqual([
    '404 SIMULATOR_BENCH_UNKNOWN',
    '400 REQUEST_INVALID',
    '400 REQUEST_INVALID',
  ]);
});
