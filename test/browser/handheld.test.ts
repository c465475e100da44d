import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumIsThere, shownText } from './chromium.ts';
import { Device } from './handheld/device.ts';
import { HandheldSite, orderScans, scan } from './handheld/handheld-site.ts';
import { storedFacts } from './handheld/stored-facts.ts';

/** The gateway has to be found again, and a loaded machine may be slow. */
const slow = { timeout: 40_000 };
const orders = Array.from({ length: 60 }, (_, at) => `SO-${at + 1}`);

describe.skipIf(!chromiumIsThere)('a handheld', () => {
  const site = new HandheldSite();
  const device = new Device();

  beforeAll(async () => {
    await site.start();
    await site.release(orders);
    await device.switchOn();
  });
  afterAll(async () => {
    await device.dispose();
    await site.stop();
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
    for (const code of orderScans('SO-1', 0)) await scan(page, code);
    await expect
      .poll(async () => (await site.factsOf('H1')).map(({ type }) => type))
      .toContain('shipment.dispatched');
    expect(device.complaints).toEqual([]);
    await page.close();
  }, 60_000);

  test('works without a network, is killed, and brings everything once and in order when it is back', async () => {
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
    await again.close();
  }, 180_000);
});
