import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webPageFolder } from '../../kernel/package-root.ts';
import { axeFaults } from './axe.ts';
import { startCentralFixture } from './central-fixture.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import type { FixtureServer } from './fixture-server.ts';
import { closedJourney } from './journey-fixtures.ts';
import { orderItems } from './journey-lists.ts';

describe.skipIf(!chromiumIsThere)('the pages of central', () => {
  let server: FixtureServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    server = await startCentralFixture(webPageFolder('journey'));
  });

  afterAll(async () => {
    await browser?.close();
    await server?.app.close();
  });

  test('an order is found by its number and opened', async () => {
    const { page, complaints } = await openPage(browser, server.url());
    await page.getByPlaceholder('Order or customer').fill('10417');
    await page.getByRole('link', { name: 'SO-10417' }).click();
    await page.getByRole('heading', { name: 'SO-10417' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the list reads itself again when an order changes', async () => {
    let reads = 0;
    const { page } = await openPage(browser, server.url());
    page.on('request', (request) => {
      if (request.url().includes('/v1/orders?')) reads += 1;
    });
    await page.getByRole('link', { name: orderItems.at(-1)?.number ?? '' }).waitFor();
    await page.getByText('● live').waitFor();
    const before = reads;
    server.stream('message', { order: 'SO-10417', change: 'order.closed' });
    await expect.poll(() => reads, { timeout: 5_000 }).toBeGreaterThan(before);
    await page.context().close();
  });

  test('an invoice line opens onto the scans that prove it, and their sum', async () => {
    const { page, complaints } = await openPage(browser, `${server.url()}/#/orders/SO-10417`);
    const kettle = page.getByRole('button', { name: /Gooseneck kettle/ });
    await kettle.click();
    const proof = page.locator('.invoice-line').filter({ hasText: 'Gooseneck kettle' });
    const ticket = proof.locator('.ticket');
    expect(await ticket.count()).toBe(1);
    await page.getByText('Parcel 2 weighs 3,120 g').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByText('1 of 2 parcels delivered, taken by K. Hansen, late').waitFor();
    await page.getByText('✕ trouble on the way').waitFor();
    await page.getByText('◐ 2 short').waitFor();
    await page.getByText('are not short after all').waitFor();
    await page.getByText('↩ 1 came back').waitFor();
    expect(await shownText(ticket)).toMatch(
      /1 unit[\s\S]*06:03:29[\s\S]*KT-000318[\s\S]*Ana Reis[\s\S]*pack-1 #4723→4724/,
    );
    expect(await shownText(ticket)).toMatch(/RFID tag,\s+14 reads\s+at -46 dBm/);
    expect(await ticket.getByRole('img', { name: 'RFID tag' }).count()).toBe(1);
    await page.getByRole('button', { name: /Assam loose leaf/ }).click();
    const tea = page
      .locator('.invoice-line')
      .filter({ hasText: 'Assam loose leaf' })
      .locator('.ticket')
      .first();
    expect(await shownText(tea.locator('.control-character'))).toBe('GS');
    expect(await tea.locator('.ticket-code svg').count()).toBe(1);
    expect(await shownText(proof.locator('.proof-sum'))).toMatch(
      /1 unit scanned[\s\S]*=[\s\S]*1 unit invoiced/,
    );
    expect(await page.getByRole('link', { name: 'Open PDF' }).getAttribute('href')).toBe(
      closedJourney.invoices[0]?.pdf,
    );
    expect(await shownText(page.locator('.totals'))).toMatch(
      /Tax 19 %[\s\S]*32\.47[\s\S]*Tax 7 %[\s\S]*235\.26/,
    );
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a refused scan is there with the reason, and can be shown alone', async () => {
    const { page } = await openPage(browser, `${server.url()}/#/orders/SO-10417`);
    const rows = page.locator('.scans tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(closedJourney.scans.length);
    await page.getByRole('switch', { name: 'Refused only' }).click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(await shownText(rows)).toMatch(/✕[\s\S]*refused: not on order[\s\S]*Milk jug/);
    await page.context().close();
  });

  test('an order on its way says what comes next; an unknown one says so', async () => {
    const { page } = await openPage(browser, `${server.url()}/#/orders/SO-10418`);
    await page.getByText('No invoice yet').waitFor();
    expect(await shownText(page.locator('.step[data-state="next"]'))).toContain('Picking');
    await page.goto(`${server.url()}/#/orders/${encodeURIComponent('A/7')}`);
    await page.getByText('there is no order A/7').waitFor();
    await page.context().close();
  });

  test('returns to credit, each line with the fact that proves it', async () => {
    const { page, complaints } = await openPage(browser, `${server.url()}/#/returns`);
    // The oldest ones are on the last page.
    await page.getByRole('button', { name: '7', exact: true }).click();
    const row = page.getByRole('row', { name: /R-SO-10417-88/ });
    expect(await shownText(row)).toMatch(
      /1 unit of TEA-ASM-250[\s\S]*returns-1 #212[\s\S]*RE-2026-000812[\s\S]*15\.94 EUR/,
    );
    // Two invoices, each with what to take off it, and what nobody was billed.
    const shared = await shownText(page.getByRole('row', { name: /R-SO-10409-12/ }));
    expect(shared).toMatch(
      /2 of RE-2026-000790, 1 of RE-2026-000801[\s\S]*1 of them never billed[\s\S]*89\.25 EUR/,
    );
    expect(shared).toMatch(
      /RE-2026-000790 50\.00 EUR \+ 9\.50 EUR tax[\s\S]*RE-2026-000801 25\.00 EUR \+ 4\.75 EUR/,
    );
    await page.getByText('302 closed, 1,890.19 EUR.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    const asked = page.waitForRequest((request) => request.url().includes('from=2026-03-01'));
    await page.getByLabel('Closed from').fill('2026-03-01');
    await asked;
    await page.getByRole('button', { name: '7', exact: true }).click();
    await row.getByRole('link', { name: 'SO-10417' }).click();
    await page.getByRole('heading', { name: 'SO-10417' }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('an exception is settled with a reason, and found again with who and why', async () => {
    const { page, complaints } = await openPage(browser, `${server.url()}/#/exceptions`);
    const row = page.getByRole('row', { name: /SHIPMENT_KNOWN/ });
    await row.getByText('Shipment SO-10417/1 was dispatched before.').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    expect(await row.getByRole('button', { name: 'Settle' }).isDisabled()).toBe(true);
    await row.getByPlaceholder('Why it is settled').fill('The carrier has it once.');
    await row.getByRole('button', { name: 'Settle' }).click();
    await page.getByRole('heading', { name: 'Nothing to look at' }).waitFor();
    await page.getByRole('switch', { name: 'Settled ones' }).click();
    await row.waitFor();
    expect(await shownText(row)).toMatch(/The carrier has it once\.[\s\S]*Eva Sommer, 20 Mar/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('the number of an invoice leads to the scans that prove it; what is late is said', async () => {
    const { page, complaints } = await openPage(browser, `${server.url()}/#/invoices`);
    await page.getByText('1 open: 1,234.50 EUR receivable, 1 of them overdue: 1,234.50 EUR').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'RE-2026-000812', exact: true }).click();
    const sheet = page.locator('.sheet[data-wanted="true"]').filter({ hasText: 'RE-2026-000812' });
    await sheet.locator('.ticket').first().waitFor();
    // Every line of goods of the invoice that was asked for stands open.
    expect(await sheet.locator('button[aria-expanded="false"]').count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a payment names the invoice that it pays, or why it pays none', async () => {
    const { page, complaints } = await openPage(browser, `${server.url()}/#/payments`);
    await page.getByText('1 not matched: 99.00 EUR unallocated').waitFor();
    const rows = page.locator('tbody tr');
    expect(await shownText(rows.first())).toMatch(/thank you[\s\S]*The remittance names no invoice/);
    expect(await shownText(rows.last())).toMatch(/RE-2026-000812 235\.26 EUR reference and amount/);
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each([
    [
      'de-DE',
      'Rechnungen',
      'Deutsch',
      /davon 1 überfällig: 1\.234,50 EUR/,
      /Freigegeben von Vera: von Hand geprüft/,
    ],
    [
      'fr-CH',
      'Factures',
      'Français',
      /dont 1 échue : 1.234[.,]50 EUR/,
      /Approuvé par Vera : vérifié à la main/,
    ],
    ['es-ES', 'Facturas', 'Español', /1 vencida: 1?\.?234,50 EUR/, /Aprobado por Vera: comprobado a mano/],
  ] as const)(
    'speak the language of the browser (%s), and the one that is picked',
    async (locale, title, own, owed, told) => {
      const { page, complaints } = await openPage(browser, `${server.url()}/#/invoices`, { locale });
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
      expect(await shownText(page.locator('.list-head'))).toMatch(owed);
      for (const place of ['payments', 'returns', 'journal', 'exceptions', 'orders', 'orders/SO-10417']) {
        await page.goto(`${server.url()}/#/${place}`);
        await page.locator('h1').waitFor();
        expect(await axeFaults(page), place).toEqual([]);
      }
      expect(await shownText(page.locator('#history'))).toMatch(told);
      const picker = page.locator('select.language');
      expect(await picker.locator('option:checked').innerText()).toBe(own);
      await picker.selectOption('en');
      await page.getByRole('heading', { name: 'Invoice, and its proof' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { name: 'Invoice, and its proof' }).waitFor();
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('invoices and journal', async () => {
    const { page } = await openPage(browser, `${server.url()}/#/invoices`);
    await page.getByRole('link', { name: 'RE-2026-000812', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Journal' }).click();
    await page.getByText('✓ balanced').waitFor();
    await page.getByText('Invoice RE-2026-000812 for order SO-10417').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    await page.context().close();
  });
});
