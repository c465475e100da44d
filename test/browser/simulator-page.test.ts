import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { webPageFolder } from '../../kernel/package-root.ts';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import { type SimulatorFixture, startSimulatorFixture } from './simulator-fixture.ts';
import { idleView } from './views/desk-views.ts';
import { pickingView, sealedView } from './views/pack-views.ts';

describe.skipIf(!chromiumIsThere)('the simulator page', () => {
  let server: SimulatorFixture;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    server = await startSimulatorFixture(webPageFolder('simulator'));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.app.close();
  });

  beforeEach(() => {
    server.screen = idleView;
    server.invoices = [];
    server.scans.length = 0;
  });

  test('takes a newcomer from the badge to the closed order', async () => {
    server.screen = { ...idleView, operator: null };
    const { page, complaints } = await openPage(browser, server.url());
    const next = page.locator('.tour li[data-state="next"]');
    await expect.poll(() => shownText(next)).toContain('Scan a badge');
    await page.getByRole('button', { name: /PP:BADGE:Ana/ }).click();
    server.screen = idleView;
    await expect.poll(() => shownText(next)).toContain('Scan an order sheet');
    await page.getByRole('button', { name: /SO-10418/ }).click();
    server.screen = pickingView;
    await expect.poll(() => shownText(next)).toContain('Scan every item');
    await page
      .getByRole('button', { name: /Assam.*4012345000115/ })
      .first()
      .click();
    server.screen = sealedView;
    await expect.poll(() => shownText(next)).toContain('Scan the parcel label');
    await page.getByRole('button', { name: /Parcel 1/ }).click();
    const dispatched = {
      ...sealedView.last,
      seq: 4800,
      verdict: 'shipment_dispatched',
    } as typeof sealedView.last;
    server.screen = { ...idleView, last: dispatched };
    await expect.poll(() => shownText(next)).toContain('See the invoice');
    server.invoices = [
      {
        number: 'RE-1',
        order: 'SO-10417',
        customer: { name: 'Kontor Hansen' },
        currency: 'EUR',
        openMinor: 23_526,
      },
    ];
    await page.getByRole('button', { name: 'Pay' }).click();
    await page.locator('.tour li[data-state="reached"]').nth(6).waitFor();
    expect(server.paid).toEqual(['RE-1']);
    expect(server.scans).toEqual(
      ['PP:BADGE:Ana', 'SO-10418', '4012345000115', ']C100340123450000000018'].map((text) => ({
        scanner: 'scanner-1',
        body: { text },
      })),
    );
    expect(await page.getByRole('link', { name: /Journey of SO-10417/ }).getAttribute('href')).toBe(
      'http://127.0.0.1:8080/#/orders/SO-10417',
    );
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 20_000);

  test('offers what a station should refuse', async () => {
    server.screen = pickingView;
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: /wrong check digit/ }).click();
    await page.getByRole('button', { name: /case of 6, only 5 missing/ }).click();
    await expect
      .poll(() => server.scans.map(({ body }) => body))
      .toEqual([{ text: '4012345000026' }, { text: '14012345000020' }]);
    await page.context().close();
  });

  test('sends free text and raw bytes, of the scanner that is chosen', async () => {
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: 'scanner-2' }).click();
    await page.getByLabel(/Text, framed/).fill('9638507');
    await page.keyboard.press('Enter');
    await page.getByLabel(/Raw bytes/).fill('ff 00 0d');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => server.scans)
      .toEqual([
        { scanner: 'scanner-2', body: { text: '9638507' } },
        { scanner: 'scanner-2', body: { hex: 'ff000d' } },
      ]);
    await page.context().close();
  });

  test('an unplugged scanner scans nothing', async () => {
    const { page } = await openPage(browser, server.url());
    const sheet = page.getByRole('button', { name: /SO-10418/ });
    await page.getByRole('button', { name: 'Unplug the scanner' }).click();
    await expect.poll(() => sheet.isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Plug the scanner in' }).click();
    await expect.poll(() => sheet.isDisabled()).toBe(false);
    await page.context().close();
  });
});
