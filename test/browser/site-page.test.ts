import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import { contrastFaults } from './contrast.ts';
import { type SiteFixture, startSiteFixture } from './site-fixture.ts';

/** Where to put pictures; none are taken unless it is named. */
const pictures = process.env.PICTURES;
const wall = { viewport: { width: 1920, height: 1080 } };

describe.skipIf(!chromiumIsThere)('the page of a gateway', () => {
  let site: SiteFixture;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    site = await startSiteFixture();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  const picture = async (page: Page, name: string, fullPage = false) => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
  };
  const tile = (page: Page, name: string) => page.locator('.tile', { hasText: new RegExp(`^${name}[^0-9]`) });

  test('shows each station where it stands, with its condition as a symbol and a word', async () => {
    const { page, complaints } = await openPage(browser, site.gateway.httpUrl, wall);
    await tile(page, 'pack-1').waitFor();
    const conditions = {
      'pack-1': '● online',
      'pack-3': '◐ lagging',
      'pack-6': '✕ stopped',
      'pick-7': '○ offline',
      'hand-3': '– never seen',
    };
    for (const [name, words] of Object.entries(conditions))
      expect(await shownText(tile(page, name))).toContain(words);
    expect(await shownText(tile(page, 'pack-3'))).toMatch(/212 facts, [45] min/);
    const [left, right, below] = await Promise.all(
      ['pack-1', 'pack-2', 'pack-5'].map((name) => tile(page, name).boundingBox()),
    );
    expect(right?.x).toBeGreaterThan(left?.x ?? Number.NaN);
    expect(below?.y).toBeGreaterThan(left?.y ?? Number.NaN);
    expect([right?.y, below?.x]).toEqual([left?.y, left?.x]);
    await picture(page, 'gateway-site');
    expect(await axeFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('names what needs a person, troubles first, and leads to the station', async () => {
    const { page } = await openPage(browser, site.gateway.httpUrl, wall);
    const alerts = page.locator('.alerts li');
    await alerts.first().waitFor();
    const texts = await alerts.allInnerTexts();
    expect(texts.join('\n')).toMatch(
      /pack-6\s+trouble:\s+STATION_STOPPED: the gateway holds another history/,
    );
    expect(texts.join('\n')).toMatch(/pick-4\s+trouble:\s+Its clock is 6 min ahead/);
    expect(texts.join('\n')).toMatch(/portal-2\s+trouble:\s+Device reader-1 is failed: antenna 3/);
    const levels = await alerts.evaluateAll((items) =>
      items.map((item) => (item as unknown as { dataset: { level: string } }).dataset.level),
    );
    expect(levels).toEqual([...levels].sort().reverse());
    await page.getByRole('button', { name: 'portal-2' }).last().click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('antenna 3 is not connected').last().waitFor();
    expect(await shownText(drawer)).toMatch(/reader-1[\s\S]*rfid[\s\S]*✕ failed[\s\S]*88,120 tags/);
    await page.context().close();
  });

  test('tells of the traffic, of who reads it, and of the work', async () => {
    const { page } = await openPage(browser, site.gateway.httpUrl, wall);
    const figures = page.locator('.figures');
    await figures.waitFor();
    expect(await shownText(figures)).toMatch(/Stations online\s+2\d\s+of 26/);
    expect(await shownText(figures)).toMatch(/12 documents/);
    const readers = page.locator('.readers');
    expect(await shownText(readers)).toMatch(/billing[\s\S]*◐ 12 behind/);
    expect(await shownText(readers)).toMatch(/cloud-sync[\s\S]*✓ has all/);
    await page.context().close();
  });

  test('is used by keyboard alone: a tile opens its drawer, Escape gives the focus back', async () => {
    const { page } = await openPage(browser, site.gateway.httpUrl, wall);
    await tile(page, 'pack-3').focus();
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'pack-3' });
    await drawer.waitFor();
    expect(await shownText(drawer)).toMatch(/Not yet delivered\s+212/);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/^pack-3/);
    await page.getByRole('searchbox').fill('dock');
    await expect.poll(() => page.locator('.tile').count()).toBe(3);
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)(
    'every text in %s has the contrast that WCAG AA asks for',
    async (colorScheme) => {
      const { page } = await openPage(browser, site.gateway.httpUrl, {
        ...wall,
        colorScheme,
        reducedMotion: 'reduce',
      });
      await tile(page, 'pack-1').waitFor();
      expect(await contrastFaults(page)).toEqual([]);
      await tile(page, 'pack-6').click();
      await page.getByRole('dialog').getByText('Runs since').waitFor();
      expect(await contrastFaults(page)).toEqual([]);
      await picture(page, `gateway-station-${colorScheme}`);
      await page.context().close();
    },
  );

  test.each([
    [390, 844],
    [820, 1180],
    [1920, 1080],
  ])('at %i x %i nothing is wider than the screen, and tiles can be touched', async (width, height) => {
    const { page } = await openPage(browser, site.gateway.httpUrl, { viewport: { width, height } });
    await tile(page, 'pack-1').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    for (const each of await page.locator('.tile').all()) {
      const box = await each.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    }
    await picture(page, `gateway-site-${width}`, width < 1000);
    await page.context().close();
  });

  test('shows it within seconds when a station leaves, and says when the gateway itself is gone', async () => {
    const { page } = await openPage(browser, site.gateway.httpUrl, wall);
    await expect.poll(() => shownText(tile(page, 'pick-1'))).toContain('● online');
    await site.leave('pick-1');
    await expect.poll(() => shownText(tile(page, 'pick-1'))).toContain('○ offline');
    await site.stop();
    await expect.poll(() => shownText(page.locator('.head'))).toContain('✕ no answer; as of');
    // What was known stays to be read.
    expect(await shownText(tile(page, 'pack-6'))).toContain('✕ stopped');
    await page.context().close();
  });

  test('asks for a token where the gateway wants one', async () => {
    const token = 'a-token-for-the-wall-monitor';
    const guarded = await startSiteFixture({ http: { port: 0, tokens: { [token]: 'sync' } } });
    const { page } = await openPage(browser, guarded.gateway.httpUrl, wall);
    await page.getByLabel('Token').first().fill(token);
    await page.getByRole('button', { name: 'Continue' }).click();
    await tile(page, 'pack-1').waitFor();
    await guarded.stop();
    await page.context().close();
  });
});
