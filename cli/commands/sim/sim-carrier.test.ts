import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { centralConfig, startCentral } from '../../../central/main.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { sha256Hex } from '../../../kernel/sha256.ts';
import { factEventOf } from '../../../protocols/wire/event.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { genesis, seal } from '../../../protocols/wire/fact-chain.ts';
import { siteId, stationId } from '../../../protocols/wire/ids.ts';
import { demoCompanyPrefix, demoSeller } from '../../demo/demo-data.ts';
import { CarrierSimulator } from './sim-carrier.ts';

const secret = Buffer.from('a secret of twenty-four b').toString('base64');
const sscc = '340123450000000001';
let dir: string;
let central: Awaited<ReturnType<typeof startCentral>>;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'packproof-carrier-'));
  const config = centralConfig.parse({
    dataDir: dir,
    http: { port: 0 },
    seller: demoSeller,
    sites: { s1: { name: 'Leipzig', gs1CompanyPrefix: demoCompanyPrefix } },
    carriers: { DHL: { secret } },
  });
  central = await startCentral(config, { log: createLog('test', 'silent'), clock: systemClock });
});
afterEach(async () => {
  await central.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${central.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  expect(response.status, await response.text()).toBeLessThan(300);
}

async function get(path: string): Promise<unknown> {
  return (await fetch(`${central.url}${path}`)).json();
}

/** What a dock would send of one parcel that left with a closed load. */
function events(): unknown[] {
  const item = { order: 'A-1', line: 1, sku: 'TEA', units: 2 };
  const lines = [{ line: 1, sku: 'TEA', units: 2 }];
  const drafts: FactDraft[] = [
    { type: 'order.started', data: { order: 'A-1', version: 1 } },
    { type: 'pick.confirmed', data: { ...item, gtin: '04012345000016', scanSeq: 1 } },
    { type: 'pack.confirmed', data: { ...item, parcel: 1, scanSeq: 1 } },
    { type: 'parcel.sealed', data: { order: 'A-1', parcel: 1, sscc, items: lines } },
    { type: 'load.opened', data: { load: 'LD-1', carrier: 'DHL' } },
    { type: 'parcel.loaded', data: { load: 'LD-1', order: 'A-1', sscc, scanSeq: 1 } },
    { type: 'load.closed', data: { load: 'LD-1', carrier: 'DHL', manifest: 'M-1', parcels: 1 } },
    {
      type: 'shipment.dispatched',
      data: {
        order: 'A-1',
        shipment: 'A-1/1',
        parcels: [sscc],
        lines,
        scanSeq: 1,
        load: 'LD-1',
        carrier: 'DHL',
      },
    },
  ];
  let head = genesis;
  return drafts.map((draft, nth) => {
    const origin = { v: 1 as const, site: siteId.parse('s1'), station: stationId.parse('dock-1') };
    const at = new Date(Date.parse('2026-03-02T08:00:00.000Z') + nth * 1000).toISOString();
    const fact = seal(head, { ...origin, at, operator: null, ...draft });
    head = { upTo: fact.seq, hash: fact.hash };
    return factEventOf(nth + 1, fact);
  });
}

test('a simulated carrier takes a load and brings its parcel to the door, over real HTTP', async () => {
  await post('/v1/customers', {
    ...{ id: 'C1', name: 'Bakery', street: 'Markt 3', city: 'Halle', postalCode: '06108' },
    ...{ country: 'Germany', creditLimitMinor: 1_000_000 },
  });
  const packagings = [{ gtin: '4012345000016', level: 'each', units: 1 }];
  await post('/v1/products', { sku: 'TEA', name: 'Tea', unitPriceMinor: 450, taxRateBp: 1900, packagings });
  await post('/v1/stock/movements', { sku: 'TEA', units: 9, reason: 'opening', reference: 'c-1' });
  await post('/v1/orders', { number: 'A-1', customer: 'C1', lines: [{ sku: 'TEA', units: 2 }] });
  await post('/v1/facts', { v: 1, site: 's1', events: events() });
  const options = { central: central.url, carrier: 'DHL', secret, exceptionEvery: 0 };
  const simulator = new CarrierSimulator(options, systemClock);
  expect([await simulator.round(), await simulator.round()]).toEqual([2, 0]);
  // One that starts anew says the same, and nothing happens twice.
  await new CarrierSimulator(options, systemClock).round();
  expect(await get('/v1/shipments/A-1%2F1')).toMatchObject({
    status: 'delivered',
    carrier: 'DHL',
    parcels: [
      { sscc, proof: { name: 'Sample Receiver', signatureSha256: sha256Hex(`signature of ${sscc}`) } },
    ],
  });
});
