import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { gtins, orderOf, putDemoWork, SmallWorkFeed } from '../testing-edge.ts';
import { WorkFeed } from './feed.ts';
import { WorkReplica } from './replica.ts';

let folder: string;
let gateway: SmallWorkFeed;
let replica: WorkReplica;
let feed: WorkFeed;
let clock: ManualClock;
const finished = new Set<string>();

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-work-'));
  gateway = new SmallWorkFeed();
  await gateway.start();
  finished.clear();
  clock = new ManualClock();
  open();
});
afterEach(async () => {
  await feed.stop();
  replica.close();
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

function open(): void {
  replica = new WorkReplica(join(folder, 'work.sqlite'), (order) => finished.has(order));
  feed = new WorkFeed({
    replica,
    site: 'HAM',
    gatewayUrl: gateway.url,
    token: 'a-token-of-the-station',
    clock,
    log: createLog('test', 'silent'),
    onChange: () => {},
  });
}
const pulled = (cursor: number) =>
  vi.waitFor(() => expect(replica.position.cursor).toBe(cursor), { interval: 2 });

test('pulls all pages, and works on with them after a restart without a gateway', async () => {
  gateway.pageSize = 3;
  putDemoWork(gateway, ['SO-3', 'SO-1', 'SO-2']);
  gateway.put('order', 'SO-0', 1, orderOf('SO-0', { promised: '2026-01-09' }));
  feed.start();
  await pulled(7);
  expect(gateway.authorizations[0]).toBe('Bearer a-token-of-the-station');
  await feed.stop();
  replica.close();
  await gateway.stop();
  finished.add('SO-2');
  open();
  expect(replica.queue().next.map((item) => item.order)).toEqual(['SO-0', 'SO-1', 'SO-3']);
  expect(replica.productByGtin(gtins.pack)?.sku).toBe('TEA');
  expect(replica.order('SO-1')?.document.customer.name).toBe('Anna');
  expect(replica.order('SO-9')).toBeUndefined();
  expect(replica.site()?.gs1CompanyPrefix).toBe('9520001');
  await gateway.start();
});

test('follows changes when it is poked: a hold, a gone order, another barcode', async () => {
  putDemoWork(gateway, ['SO-1', 'SO-2']);
  feed.start();
  await pulled(5);
  expect(replica.order('SO-1')?.document.status).toBe('released');
  gateway.put('order', 'SO-1', 2, orderOf('SO-1', { status: 'on_hold', holdReason: 'credit' }));
  gateway.put('order', 'SO-2', 2, null);
  gateway.put('product', 'CUP', 2, {
    sku: 'CUP',
    name: 'Cup',
    packagings: [{ gtin: '09520001000034', level: 'each', units: 1 }],
  });
  feed.poked({ v: 1, epoch: 'epoch-1', cursor: 8 });
  await pulled(8);
  expect(replica.order('SO-1')).toMatchObject({ version: 2, document: { holdReason: 'credit' } });
  expect(replica.queue()).toMatchObject({ total: 1, next: [{ order: 'SO-1', status: 'on_hold' }] });
  expect(replica.order('SO-2')).toBeUndefined();
  expect(replica.productByGtin(gtins.other)).toBeUndefined();
  expect(replica.productByGtin('09520001000034')?.sku).toBe('CUP');
});

test('looks by itself now and then, in case a poke was lost', async () => {
  putDemoWork(gateway);
  feed.start();
  await pulled(4);
  gateway.put('order', 'SO-2', 1, orderOf('SO-2'));
  await vi.waitFor(() => {
    clock.advance(18_000);
    expect(replica.position.cursor).toBe(5);
  });
});

test('begins again when the feed has another epoch, and forgets what it does not hold', async () => {
  putDemoWork(gateway, ['SO-1', 'SO-2']);
  feed.start();
  await pulled(5);
  gateway.startOver('epoch-2');
  gateway.put('order', 'SO-7', 1, orderOf('SO-7'));
  feed.poked({ v: 1, epoch: 'epoch-2', cursor: 1 });
  await vi.waitFor(() => expect(replica.position.epoch).toBe('epoch-2'));
  expect(replica.queue().next.map((item) => item.order)).toEqual(['SO-7']);
  expect(replica.order('SO-1')).toBeUndefined();
  expect(replica.productByGtin(gtins.each)).toBeUndefined();
});

test('keeps what it has when the gateway fails or answers for another site, and goes on afterwards', async () => {
  gateway.broken = true;
  putDemoWork(gateway);
  feed.start();
  await vi.waitFor(() => expect(gateway.requests).toBeGreaterThan(0));
  gateway.broken = false;
  gateway.site = 'BER';
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(gateway.requests).toBeGreaterThan(2);
  });
  expect(replica.position.cursor).toBe(0);
  gateway.site = 'HAM';
  await vi.waitFor(() => {
    clock.advance(16_000);
    expect(replica.position.cursor).toBe(4);
  });
});

test('never goes back to an older page, and takes none out of place', () => {
  putDemoWork(gateway);
  const first = gateway.page(0, null);
  gateway.put('order', 'SO-1', 2, orderOf('SO-1', { status: 'on_hold' }));
  expect(replica.apply(gateway.page(0, null), 0)).toBe(true);
  expect(replica.apply(first, 0)).toBe(true);
  expect(replica.order('SO-1')?.document.status).toBe('on_hold');
  expect(replica.position.cursor).toBe(5);
  expect(replica.apply({ ...gateway.page(5, null), epoch: 'epoch-2' }, 5)).toBe(false);
  expect(replica.position.epoch).toBe('epoch-1');
});

test('answers at once with 10,000 open orders', () => {
  putDemoWork(
    gateway,
    Array.from({ length: 10_000 }, (_, n) => `SO-${n}`),
  );
  replica.apply(gateway.page(0, null), 0);
  gateway.pageSize = 20_000;
  replica.apply(gateway.page(1_000, null), 1_000);
  expect(replica.queue().total).toBe(10_000);
  const before = performance.now();
  for (let n = 0; n < 1_000; n += 1) {
    expect(replica.order(`SO-${n * 7}`)).toBeDefined();
    replica.productByGtin(gtins.pack);
    replica.queue();
  }
  // Generous: on an idle machine it takes a tenth of that.
  expect((performance.now() - before) / 1_000).toBeLessThan(1);
});
