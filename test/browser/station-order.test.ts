import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../../edge/main.ts';
import { gtins, putDemoWork, SmallGateway, SmallWorkFeed } from '../../edge/testing-edge.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';

describe.skipIf(!chromiumIsThere)('a newcomer at a real station', () => {
  let folder: string;
  let gateway: SmallGateway;
  let work: SmallWorkFeed;
  let edge: RunningEdge;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'packproof-newcomer-'));
    gateway = new SmallGateway('HAM', 'S1');
    work = new SmallWorkFeed();
    await Promise.all([gateway.start(), work.start()]);
    putDemoWork(work, ['SO-1', 'SO-2']);
    const config = edgeConfig.parse({
      site: 'HAM',
      station: 'S1',
      dataDir: join(folder, 'edge'),
      gateway: { httpUrl: work.url, mqttUrl: gateway.mqttUrl },
      sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 999 },
      http: { port: 0 },
    });
    edge = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  });

  afterEach(async () => {
    await edge?.stop();
    await Promise.all([gateway.stop(), work.stop()]);
    rmSync(folder, { recursive: true });
  });

  const view = async () => (await (await fetch(`${edge.url}/v1/screen`)).json()) as ScreenView;
  const dispatched = () => gateway.kept.filter(({ type }) => type === 'shipment.dispatched');
  const notice = (page: Page) => shownText(page.locator('.notice'));
  const open = async () => {
    const opened = await openPage(browser, edge.url);
    await opened.page.getByRole('button', { name: /SO-1/ }).waitFor();
    return opened;
  };

  test('takes an order from its sheet to its dispatch by scanning alone, a mistake included', async () => {
    const { page, complaints } = await open();
    const scan = (code: string) => page.keyboard.type(`${code}\n`);
    await scan('PP:BADGE:Ana');
    await expect.poll(() => notice(page)).toContain('Signed in');
    await scan('SO-1');
    await expect.poll(() => shownText(page.locator('h1'))).toMatch(/3 x Tea/);
    await scan(gtins.other);
    const held = page.locator('.notice[data-holds="true"]');
    await held.waitFor();
    // A scan of any command acknowledges too; here the next good scan does.
    await scan(gtins.pack);
    await held.waitFor({ state: 'detached' });
    await expect.poll(() => notice(page)).toMatch(/2 of 3/);
    await scan('PP:UNDO');
    await expect.poll(() => shownText(page.locator('.work-count'))).toMatch(/^0/);
    for (let unit = 0; unit < 3; unit += 1) await scan(gtins.each);
    await expect.poll(async () => (await view()).phase).toBe('sealed');
    const sscc = (await view()).order?.parcels[0]?.sscc ?? '';
    await page.locator('.parcel-bars').waitFor();
    await scan(`]C100${sscc}`);
    await expect.poll(() => notice(page)).toContain('Dispatched');
    await expect.poll(() => dispatched().length).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);

  test('does the same by touch alone', async () => {
    const { page, complaints } = await open();
    const touch = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
    const type = async (code: string) => {
      await touch('Type a code');
      for (const character of code) await touch(character);
      await touch('Send');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await page.getByRole('button', { name: /SO-1/ }).click();
    await expect.poll(() => shownText(page.locator('h1'))).toMatch(/3 x Tea/);
    await type(gtins.other.slice(1));
    await touch('Understood');
    await type(gtins.pack);
    await expect.poll(() => notice(page)).toMatch(/2 of 3/);
    await touch('Last scans');
    await touch('Take back the last one');
    await expect.poll(() => shownText(page.locator('.work-count'))).toMatch(/^0/);
    await type(gtins.pack);
    await type(gtins.each.slice(1));
    await expect.poll(async () => (await view()).phase).toBe('sealed');
    await type(`00${(await view()).order?.parcels[0]?.sscc}`);
    await expect.poll(() => notice(page)).toContain('Dispatched');
    await expect.poll(() => dispatched().length).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  }, 60_000);
});
