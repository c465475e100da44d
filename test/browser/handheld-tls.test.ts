import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumIsThere, shownText } from './chromium.ts';
import { Device } from './handheld/device.ts';
import { HandheldSite, orderScans, scan } from './handheld/handheld-site.ts';

/** Where to put pictures of the handheld; none are taken unless it is named. */
const pictures = process.env.PICTURES;

describe.skipIf(!chromiumIsThere)('a handheld over TLS', () => {
  const site = new HandheldSite(true);
  // The authority of the site is not installed on this device.
  const device = new Device(['--ignore-certificate-errors', '--hide-scrollbars']);

  beforeAll(async () => {
    await site.start();
    await site.release(['SO-1', 'SO-2', 'SO-3']);
    await device.switchOn();
  });
  afterAll(async () => {
    await device.dispose();
    await site.stop();
  });

  test('is enrolled, works, delivers over wss, and opens without a network', async () => {
    const picture = async (name: string) => {
      if (pictures !== undefined) await page.screenshot({ path: join(pictures, `handheld-${name}.png`) });
    };
    const page = await device.open(`${site.url}/handheld/`);
    await page.setViewportSize({ width: 412, height: 860 });
    await page.getByLabel('One-time code').waitFor();
    await picture('enrol');
    await page.getByLabel('One-time code').fill('AAAAA-AAAAA-AAAAA-AAAAA');
    await page.getByRole('button', { name: 'Join the site' }).click();
    await expect.poll(() => shownText(page.getByRole('alert'))).toMatch(/no one-time code/);
    const invitation = await site.invite('H7');
    await page.getByLabel('One-time code').fill(invitation.split('#')[1] ?? '');
    await page.getByRole('button', { name: 'Join the site' }).click();
    await expect.poll(() => shownText(page.locator('body'))).toMatch(/SO-1/);
    await picture('orders');
    const codes = orderScans('SO-1', 0);
    await scan(page, codes[0] ?? '');
    await scan(page, codes[1] ?? '');
    await expect.poll(() => shownText(page.locator('body'))).toMatch(/1\s*of 3/);
    await picture('order');
    for (const code of codes.slice(2)) await scan(page, code);
    await expect
      .poll(async () => (await site.factsOf('H7')).map(({ type }) => type))
      .toContain('shipment.dispatched');
    expect(device.complaints).toEqual([]);

    await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null')).toBe(true);
    await site.vanish();
    await device.context.setOffline(true);
    await page.reload();
    await expect.poll(() => shownText(page.locator('body'))).toMatch(/SO-2/);
    await expect.poll(() => shownText(page.locator('body'))).toMatch(/offline/);
    await picture('offline');
  }, 90_000);
});
