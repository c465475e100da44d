import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { accessibilityFaults, overflowFaults } from './accessibility.ts';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import { contrastFaults } from './contrast.ts';
import { type ScreenServer, screenServer } from './screen-server.ts';
import { countView } from './views/goods-views.ts';

/** Where to put pictures; none are taken unless it is named. */
const pictures = process.env.PICTURES;

describe.skipIf(!chromiumIsThere)('the pad for a quantity', () => {
  let agent: ScreenServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    agent = await screenServer(countView);
  });

  afterAll(async () => {
    await browser?.close();
    await agent?.server.app.close();
  });

  beforeEach(() => {
    Object.assign(agent, { view: countView, commands: [] });
  });

  const cases = [
    ['en', 1280, 800, 'light'],
    ['de', 360, 640, 'dark'],
    ['fr', 360, 640, 'light'],
    ['es', 1280, 800, 'dark'],
  ] as const;
  test.each(cases)(
    'in %s at %i x %i is opened from the menu, and what is typed by touch goes in as PP:ENTER',
    async (language, width, height, colorScheme) => {
      agent.view = { ...countView, language };
      const { page, complaints } = await openPage(browser, agent.server.url(), {
        ...{ viewport: { width, height }, colorScheme, reducedMotion: 'reduce', hasTouch: true },
      });
      await page.locator('.prompt').waitFor();
      expect(await page.getByText('Type the quantity').count()).toBe(0);
      await page.locator('.tool[data-icon="more"]').tap();
      await page.getByRole('button', { name: 'Type the quantity' }).tap();
      const pad = page.getByRole('dialog');
      await pad.getByText(/How many of Assam/).waitFor();
      for (const key of ['0', '1', '2', '9']) await pad.getByRole('button', { name: key, exact: true }).tap();
      await pad.locator('.number-key').nth(9).tap();
      expect(await shownText(pad.locator('output'))).toBe('12');
      for (const key of await pad.locator('button').all()) {
        const box = await key.boundingBox();
        expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
        expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
      }
      for (const key of await pad.locator('.number-key').all())
        expect((await key.boundingBox())?.height).toBeGreaterThanOrEqual(60);
      // No text field: no soft keyboard comes, and a scanner is heard as ever.
      expect(await pad.locator('input').count()).toBe(0);
      expect(await overflowFaults(page)).toEqual([]);
      await expect.poll(() => contrastFaults(page), { timeout: 5_000 }).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await axeFaults(page)).toEqual([]);
      if (pictures !== undefined)
        await page.screenshot({ path: join(pictures, `number-pad-${width}-${colorScheme}.png`) });
      await pad.locator('.number-take').tap();
      await expect.poll(() => agent.commands).toEqual(['PP:ENTER:12']);
      await pad.waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('a scan that comes while it is open is a scan, and closes it', async () => {
    const { page } = await openPage(browser, agent.server.url(), { reducedMotion: 'reduce' });
    await page.locator('.tool[data-icon="more"]').click();
    await page.getByRole('button', { name: 'Type the quantity' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '7', exact: true }).click();
    await page.keyboard.type('4012345000023');
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.commands).toEqual(['4012345000023']);
    const last = { seq: 9, at: '2026-03-09T08:00:00.000Z', raw: '4012345000023', line: null };
    agent.server.stream('screen', {
      ...countView,
      revision: 99,
      last: { ...last, verdict: 'item_counted', tone: 'ok', message: 'Cup: 1' },
    });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.context().close();
  });
});
