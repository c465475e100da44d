import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActivityView, ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { type RunningCommand, startCommand } from '../start/cli-process.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';

/** Where to put pictures of what a newcomer sees; none are taken unless it is named. */
const pictures = process.env.PICTURES;
const slow = { timeout: 40_000 };

describe.skipIf(!chromiumIsThere)('a morning on the floor, by clicks on the simulator', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-morning-'));
  let up: RunningCommand;
  let browser: Browser;
  let page: Page;
  let plainTote = '';

  beforeAll(async () => {
    up = await startCommand(['up', '--data-dir', folder]);
    browser = await startChromium();
    ({ page } = await openPage(browser, String(up.ready.simulator)));
  });

  afterAll(async () => {
    await browser?.close();
    await up?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const picture = async (of: Page, name: string) => {
    if (pictures === undefined) return;
    await of.evaluate('scrollTo(0, 0)');
    await of.screenshot({ path: join(pictures, `${name}.png`) });
  };

  async function screen(): Promise<ScreenView> {
    const answer = await fetch(`${String(up.ready.simulator)}/v1/scanners/S1/screen`);
    return (await answer.json()) as ScreenView;
  }

  /** Clicks the label with that code, once it lies there, and waits for the station. */
  async function click(code: string): Promise<ScreenView> {
    const before = (await screen()).last?.seq ?? 0;
    const labels = page.locator('.labels .label').filter({ has: page.getByText(code, { exact: true }) });
    await labels.first().click(slow);
    await expect.poll(async () => (await screen()).last?.seq ?? 0).toBeGreaterThan(before);
    return screen();
  }

  /** Whatever the walk asks for next. */
  function nextCode(view: Extract<ActivityView, { kind: 'pick' }>): string {
    const { stop, hand, totes, located } = view;
    if (hand?.tote != null) return hand.tote;
    if (stop?.parts.some(({ tote }) => tote === null)) return `T-${totes.length + 1}`;
    if (stop !== null && stop !== undefined && !located) return stop.location ?? '';
    return 'with lot, expiry and serial';
  }

  test('orders of one carrier are walked together, packed from totes, loaded, and brought to the door', async () => {
    await click('PP:BADGE:Ana');
    await page.getByRole('button', { name: /^Walks/ }).click();
    await expect.poll(async () => (await screen()).prompt, slow).toBe('Scan a task or a tote');
    const tasks = async () => (await screen()).floor?.tasks ?? [];
    await expect
      .poll(async () => (await tasks()).some(({ orders }) => orders === 3), { timeout: 80_000 })
      .toBe(true);
    const walk = (await tasks()).find(({ task, orders }) => orders === 3 && task !== '');
    let view = await click(walk?.task ?? '');
    const orders = new Set<string>();
    for (let step = 0; step < 40 && view.activity?.kind === 'pick'; step += 1) {
      for (const { order, tote } of view.activity.stop?.parts ?? []) {
        orders.add(order);
        // Nothing of this order has a lot or a serial number.
        if (order === 'SO-1011' && tote !== null) plainTote = tote;
      }
      if (step === 6) await picture(page, 'simulator-walk');
      view = await click(nextCode(view.activity));
      expect(view.last?.tone).not.toBe('error');
    }
    expect(view.last?.verdict).toBe('task_closed');
    expect(orders.size).toBe(3);
  }, 200_000);

  test('its label can be looked at, and scanned as it came out', async () => {
    const tote = page.locator('.site-codes summary');
    await tote.click();
    await click(plainTote);
    for (let step = 0; step < 40 && (await screen()).activity?.kind === 'pack'; step += 1) {
      const line = (await screen()).order?.lines.find(({ done, units }) => done < units);
      if (line === undefined) break;
      await click(line.barcodes[0]?.gtin.slice(1) ?? '');
    }
    const labels = page.locator('.printer li');
    await expect.poll(() => labels.count(), slow).toBe(2);
    const drawn = page.locator('.printer img').first();
    await expect
      .poll(() => drawn.evaluate((image: { naturalWidth: number }) => image.naturalWidth), slow)
      .toBe(840);
    await click('PP:LOAD:NORDPAKET');
    await labels.nth(1).getByRole('button', { name: 'Scan it' }).click();
    await expect.poll(async () => (await screen()).last?.verdict, slow).toBe('parcel_loaded');
    expect(await shownText(page.locator('.station-panel'))).toContain('NORDPAKET');
  }, 120_000);
});
