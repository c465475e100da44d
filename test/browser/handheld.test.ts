import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, shownText } from './chromium.ts';
import type { BackOffice } from './handheld/back-office.ts';
import { Device } from './handheld/device.ts';
import { HandheldSite, orderScans, scan } from './handheld/handheld-site.ts';
import { storedFacts } from './handheld/stored-facts.ts';

/** The gateway has to be found again, and a loaded machine may be slow. */
const slow = { timeout: 40_000 };
const orders = Array.from({ length: 60 }, (_, at) => `SO-${at + 1}`);

describe.skipIf(!chromiumIsThere)('a handheld', () => {
  const site = new HandheldSite();
  const device = new Device();
  let office: BackOffice;

  beforeAll(async () => {
    await site.start();
    office = await site.startBackOffice();
    await office.enterGoods();
    for (const order of orders) await office.enterOrder(order, { TEA: 3 });
    await device.switchOn();
  });
  afterAll(async () => {
    await device.dispose();
    await site.stop();
  });

  afterEach(async () => {
    for (const page of device.context.pages()) if (page.url() !== 'about:blank') await page.close();
  });

  const prompt = (page: Page) => shownText(page.getByRole('heading', { level: 1 }));
  /** The work has come, so that orders can be scanned. */
  const ready = (page: Page) => expect.poll(() => shownText(page.locator('body'))).toMatch(/SO-|open order/);
  const open = async () => {
    const page = await device.open(`${site.url}/handheld/`);
    await ready(page);
    return page;
  };
  const scansStored = async (page: Page, station: string) =>
    (await storedFacts(page, station)).flatMap((fact) =>
      fact.type === 'scan.recorded' ? [fact.data.raw] : [],
    );

  test('is enrolled by the address of its invitation, packs an order by scans, and its facts are at the gateway', async () => {
    const page = await device.open(await site.invite('H1'));
    await ready(page);
    expect(page.url()).toBe(`${site.url}/handheld/`);
    expect(await prompt(page)).toBe('Scan an order');
    expect(await axeFaults(page)).toEqual([]);
    for (const code of orderScans('SO-1', 0)) await scan(page, code);
    await expect
      .poll(async () => (await site.factsOf('H1')).map(({ type }) => type))
      .toContain('shipment.dispatched');
    expect(device.complaints).toEqual([]);
  }, 60_000);

  test('offline for 200 scans, killed in between, back online: everything once and in order at the gateway, and exactly once at central', async () => {
    const page = await open();
    await site.vanish();
    await device.context.setOffline(true);
    const codes = orders.slice(1, 51).flatMap((order, at) => orderScans(order, at + 1));
    expect(codes).toHaveLength(200);
    for (const code of codes.slice(0, 120)) await scan(page, code);
    // Some of the last scans may still wait to be stored when the battery is empty: those were not shown as done.
    await expect.poll(async () => (await scansStored(page, 'H1')).length).toBeGreaterThan(110);
    const seen = await scansStored(page, 'H1');
    await device.kill();

    await device.switchOn();
    await device.context.setOffline(true);
    const again = await open();
    const kept = await scansStored(again, 'H1');
    expect(kept.slice(0, seen.length)).toEqual(seen);
    const rest = [...orderScans('SO-1', 0), ...codes].slice(kept.length);
    for (const code of rest) await scan(again, code);
    await expect.poll(async () => (await scansStored(again, 'H1')).length).toBe(204);
    const held = await storedFacts(again, 'H1');
    await site.start();
    await device.context.setOffline(false);
    await expect
      .poll(async () => (await site.factsOf('H1')).length, slow)
      .toBeGreaterThanOrEqual(held.length);

    const facts = await site.factsOf('H1');
    const scanned = facts.flatMap((fact) => (fact.type === 'scan.recorded' ? [fact.data.raw] : []));
    expect(scanned).toEqual([...orderScans('SO-1', 0), ...codes]);
    const dispatched = facts.flatMap((fact) =>
      fact.type === 'shipment.dispatched' ? [fact.data.order] : [],
    );
    expect(dispatched).toEqual(orders.slice(0, 51));

    await expect.poll(async () => (await office.received('H1')).upTo, slow).toBe(facts.length);
    expect(await office.received('H1')).toEqual({ upTo: facts.length, setAside: 0 });
    expect(await office.exceptions()).toBe(0);
    const proven = [{ units: 3, picked: { H1: 3 }, packed: {} }];
    for (const order of orders.slice(0, 51))
      expect([order, await office.billed(order)]).toEqual([order, proven]);
  }, 240_000);

  test('lists what came of each scan, however fast they come', async () => {
    const page = await open();
    const codes = Array.from({ length: 20 }, (_, at) => `NO-${at}`);
    await page.keyboard.type(codes.map((code) => `${code}\n`).join(''));
    await expect.poll(async () => (await scansStored(page, 'H1')).slice(-codes.length)).toEqual(codes);
    // The newest one is refused and holds until it is seen.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Last scans' }).click();
    const rows = page.getByRole('dialog').locator('.history-row');
    const listed = async () =>
      (await rows.allInnerTexts()).flatMap((text) => /NO-\d+$/.exec(text.trim()) ?? []);
    await expect.poll(listed).toEqual(codes.toReversed());
  }, 60_000);

  test('works in one tab only: the second says so, and goes on when the first is closed', async () => {
    const first = await open();
    const second = await device.open(`${site.url}/handheld/`);
    await expect.poll(() => prompt(second)).toContain('another tab');
    await first.close();
    await expect.poll(() => prompt(second)).toBe('Scan an order');
  }, 60_000);

  test('stops clearly when its storage is full, and loses nothing that was green', async () => {
    const page = await open();
    const before = await scansStored(page, 'H1');
    const session = await device.context.newCDPSession(page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.url, quotaSize: 1 });
    // Chromium remembers for half a minute how much room there was.
    const sent: string[] = [];
    const isStopped = async () => (await prompt(page)) === 'Stop: nothing is stored';
    while (!(await isStopped()) && sent.length < 90) {
      sent.push(`NO-${sent.length}`);
      await scan(page, sent.at(-1) ?? '');
      await pause(500);
    }
    expect(await shownText(page.locator('body'))).toMatch(/storage of this device is full/i);
    const stored = await scansStored(page, 'H1');
    expect(stored).toEqual([...before, ...sent].slice(0, stored.length));
    expect(stored.length).toBeLessThan(before.length + sent.length);
    sent.push('SO-52');
    await scan(page, 'SO-52');
    await session.send('Storage.overrideQuotaForOrigin', { origin: site.url });
    // What waited is stored first, in its order, and the work goes on.
    await expect.poll(() => scansStored(page, 'H1'), slow).toEqual([...before, ...sent]);
    await expect.poll(() => shownText(page.locator('body'))).not.toMatch(/is full/i);
  }, 90_000);

  test('a new version waits until no work is in hand, asks, and finds the log as it was', async () => {
    const page = await open();
    const before = await storedFacts(page, 'H1');
    const update = page.getByRole('button', { name: 'Update now' });
    await site.upgradeTo('next');
    await page.evaluate('navigator.serviceWorker.getRegistration().then((found) => found.update())');
    await expect
      .poll(() =>
        page.evaluate('navigator.serviceWorker.getRegistration().then((found) => found.waiting !== null)'),
      )
      .toBe(true);
    // SO-52 is in hand.
    expect(await update.count()).toBe(0);
    for (const code of orderScans('SO-52', 51).slice(1)) await scan(page, code);
    await update.click();
    await expect.poll(() => page.evaluate('caches.keys()'), slow).toEqual(['packproof-handheld-next']);
    await ready(page);
    expect((await storedFacts(page, 'H1')).slice(0, before.length)).toEqual(before);
  }, 90_000);

  test('makes a new key when an operator wants one, killed before it hears the answer, and what it held is sent under the new one', async () => {
    const page = await open();
    await expect.poll(() => shownText(page.locator('body')), slow).toMatch(/online/i);
    const before = await site.keyOf('H1');
    await device.context.setOffline(true);
    await site.vanish();
    await scan(page, 'SO-54');
    await expect.poll(async () => (await scansStored(page, 'H1')).at(-1)).toBe('SO-54');
    await page.route('**/v1/identity/handheld/rotation', async (route) => {
      await route.fetch();
      await device.kill();
    });
    await site.start();
    await site.rotate('H1');
    await device.context.setOffline(false);
    await expect.poll(() => site.keyOf('H1'), slow).not.toBe(before);

    await expect.poll(() => device.isOn, slow).toBe(false);
    await device.switchOn();
    const again = await open();
    await expect.poll(() => shownText(again.locator('body')), slow).toMatch(/online/i);
    await scan(again, 'PP:UNDO');
    const held = (await storedFacts(again, 'H1')).length;
    await expect.poll(async () => (await site.factsOf('H1')).length, slow).toBeGreaterThanOrEqual(held);
    expect(await site.incidents()).toEqual([]);
    await again.reload();
    await expect.poll(() => shownText(again.locator('body')), slow).toMatch(/online/i);
  }, 120_000);

  test('that is revoked is cut at once, says so, and keeps what it holds', async () => {
    const page = await open();
    await expect.poll(() => shownText(page.locator('body')), slow).toMatch(/online/i);
    await site.revoke('H1');
    await expect.poll(() => shownText(page.locator('body')), slow).toMatch(/lets this station in no more/);
    expect(await shownText(page.getByRole('alert'))).toMatch(
      /everything is kept here[\s\S]*HANDHELD_NOT_ADMITTED/,
    );
    const atGateway = (await site.factsOf('H1')).length;
    await scan(page, 'SO-53');
    await expect.poll(async () => (await scansStored(page, 'H1')).at(-1)).toBe('SO-53');
    expect((await site.factsOf('H1')).length).toBe(atGateway);
    // The same device, invited again, sends what it held.
    const again = await device.open(await site.invite('H1'));
    await page.close();
    await ready(again);
    await expect
      .poll(
        async () =>
          (await site.factsOf('H1')).flatMap((fact) =>
            fact.type === 'scan.recorded' ? [fact.data.raw] : [],
          ),
        slow,
      )
      .toContain('SO-53');
  }, 120_000);
});
