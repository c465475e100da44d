import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningCommand, startCommand } from '../start/cli-process.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';

/** Where to put pictures of what a newcomer sees; none are taken unless it is named. */
const pictures = process.env.PICTURES;

describe.skipIf(!chromiumIsThere)('a newcomer with a browser and the real services', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-newcomer-'));
  let up: RunningCommand;
  let browser: Browser;

  beforeAll(async () => {
    up = await startCommand(['up', '--data-dir', folder]);
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await up?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const picture = async (page: Page, name: string) => {
    if (pictures === undefined) return;
    await page.evaluate('scrollTo(0, 0)');
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };

  test('scans an order to cash as the README says', async () => {
    const { page, complaints } = await openPage(browser, String(up.ready.simulator));
    const station = await openPage(browser, (up.ready.edges as string[])[0] ?? '');
    const next = page.locator('.tour li[data-state="next"]');
    const title = station.page.getByRole('heading', { level: 1 });

    await page
      .getByRole('button', { name: /PP:BADGE/ })
      .first()
      .click();
    await expect.poll(() => shownText(next)).toContain('Scan an order sheet');
    await page.getByRole('button', { name: /SO-1001/ }).click();
    await expect.poll(() => shownText(next)).toContain('Scan every item');
    await page.getByRole('button', { name: /wrong check digit/ }).click();
    await expect.poll(() => shownText(station.page.locator('body'))).toMatch(/check digit/i);
    await picture(page, 'simulator');
    for (const item of [/Coffee Ethiopia/, /Coffee Ethiopia/, /Coffee Ethiopia/, /Mug/, /Mug/]) {
      const before = await shownText(title);
      await page.getByRole('button', { name: item }).first().click();
      await expect.poll(() => shownText(title)).not.toBe(before);
    }
    await page.getByRole('button', { name: /Parcel 1/ }).click();
    await expect.poll(() => shownText(next)).toContain('Pay');
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('.tour li[data-state="reached"]').nth(6).waitFor();

    const href = await page.getByRole('link', { name: /Journey of SO-1001/ }).getAttribute('href');
    const journey = await openPage(browser, href ?? '');
    await expect.poll(() => shownText(journey.page.locator('body'))).toContain('INV-000001');
    const text = await shownText(journey.page.locator('body'));
    for (const part of ['Café Morgenrot', 'closed', 'paid', '5 scans prove 5 units'])
      expect(text).toContain(part);
    await picture(journey.page, 'journey');
    const pdf = await journey.page.request.get(`${String(up.ready.central)}/v1/invoices/INV-000001/pdf`);
    expect(pdf.headers()['content-type']).toContain('application/pdf');
    expect([...complaints, ...station.complaints, ...journey.complaints]).toEqual([]);
  }, 60_000);

  test('a case counts for its content, on the screen too', async () => {
    const { page } = await openPage(browser, String(up.ready.simulator));
    const station = await openPage(browser, (up.ready.edges as string[])[0] ?? '');
    const progress = station.page.locator('body');
    await page.getByRole('button', { name: /SO-1004/ }).click();
    await expect.poll(() => shownText(progress)).toContain('of 52 units');
    await page.getByRole('button', { name: /Paper filters.*case of 20/ }).click();
    await expect.poll(() => shownText(progress)).toMatch(/20\s*of 52 units/);
    await page.getByRole('button', { name: /Coffee Colombia.*case of 12/ }).click();
    await expect.poll(() => shownText(progress)).toMatch(/32\s*of 52 units/);
    // What the screen confirmed reaches the gateway, and the screen says so.
    await expect.poll(() => shownText(progress)).not.toContain('unsent');
    await picture(station.page, 'station-screen');
  }, 30_000);
});
