import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scene, sceneNames } from '../../edge/screen/testing-scenes.ts';
import { accessibilityFaults, overflowFaults } from './accessibility.ts';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, startChromium } from './chromium.ts';
import { contrastFaults } from './contrast.ts';
import { type ScreenServer, screenServer } from './screen-server.ts';

const displays = [
  { language: 'de', size: [360, 640], colorScheme: 'light', hand: 'left', more: {} },
  { language: 'fr', size: [412, 915], colorScheme: 'dark', hand: 'right', more: {} },
  { language: 'fr', size: [1280, 800], colorScheme: 'dark', hand: 'left', more: {} },
  { language: 'de', size: [1920, 1080], colorScheme: 'light', hand: 'right', more: { contrast: 'more' } },
] as const;

/** What the core says in each state, with names as long as real ones. */
describe.skipIf(!chromiumIsThere)('each state of each kind of work', () => {
  let agent: ScreenServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    agent = await screenServer(scene('idle').view());
  });

  afterAll(async () => {
    await browser?.close();
    await agent?.server.app.close();
  });

  async function shown(options: Parameters<typeof openPage>[2], hand: string) {
    agent.view = scene('idle').view();
    const opened = await openPage(browser, agent.server.url(), { reducedMotion: 'reduce', ...options });
    await opened.page.evaluate(`localStorage.setItem('packproof.hand', '${hand}')`);
    await opened.page.reload();
    const show = async (name: string, language: 'en' | 'de' | 'fr') => {
      const view = scene(name, language).view();
      const prompt = `${view.prompt} `;
      const heading = () => opened.page.locator('h1').textContent();
      await expect
        .poll(() => {
          // Lost if the page has not subscribed yet.
          agent.server.stream('screen', { ...view, prompt });
          return heading();
        })
        .toBe(prompt);
    };
    return { ...opened, show };
  }

  test.each(displays)(
    'fits and can be read at $size in $language, $colorScheme, $hand-handed',
    async ({ language, size: [width, height], colorScheme, hand, more }) => {
      const { page, complaints, show } = await shown(
        { viewport: { width, height }, colorScheme, ...more },
        hand,
      );
      for (const name of sceneNames) {
        await show(name, language);
        const soon = { message: name, timeout: 5_000 };
        await expect.poll(() => overflowFaults(page), soon).toEqual([]);
        await expect.poll(() => contrastFaults(page), soon).toEqual([]);
        expect(await accessibilityFaults(page), name).toEqual([]);
        if (width === 360) await expect.poll(() => axeFaults(page), soon).toEqual([]);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  test('what to do next is seen whatever was scrolled to before', async () => {
    const { page, show } = await shown({ viewport: { width: 360, height: 640 } }, 'right');
    for (const [name, place] of [
      ['pack: sealed', '.parcel-bars'],
      ['walk: at the location', '.stop-where'],
      ['wall: in the hand', '.stop-where'],
    ] as const) {
      await show('pack: refused', 'de');
      await page.evaluate(`document.querySelector('.stage-body').scrollTo(0, 9999)`);
      expect(await page.evaluate<number>(`document.querySelector('.stage-body').scrollTop`)).toBeGreaterThan(
        0,
      );
      await show(name, 'de');
      const box = await page.locator(place).first().boundingBox();
      const commands = (await page.locator('.actions').boundingBox())?.y ?? 0;
      const head = await page.locator('.notice-place').boundingBox();
      expect(box?.y, name).toBeGreaterThanOrEqual((head?.y ?? 0) + (head?.height ?? 0));
      expect(box?.y, name).toBeLessThan(commands - 40);
    }
    await page.context().close();
  });

  test('a refusal and what to do next are told to whoever hears the screen', async () => {
    const { page, show } = await shown({ viewport: { width: 1280, height: 800 } }, 'right');
    await show('walk: wrong tote', 'en');
    const refused = page.locator('[aria-live="assertive"]');
    expect(await refused.getAttribute('aria-atomic')).toBe('true');
    expect(await refused.innerText()).toMatch(/Refused[\s\S]*T-102[\s\S]*T-101/);
    expect(await page.locator('h1[aria-live="polite"]').count()).toBe(1);
    await page.context().close();
  });

  test('in colours of the system what is current and what goes on is still told from the rest', async () => {
    const { page, show } = await shown(
      { viewport: { width: 1280, height: 800 }, forcedColors: 'active' },
      'right',
    );
    await show('pack: sealing', 'en');
    const width = (selector: string, side: string) =>
      page.evaluate<number>(`parseFloat(getComputedStyle(document.querySelector('${selector}')).${side})`);
    expect(await width('.action[data-tone="primary"]', 'borderTopWidth')).toBeGreaterThan(
      await width('.action[data-tone="plain"]', 'borderTopWidth'),
    );
    await show('pack: refused', 'en');
    await expect.poll(() => width('.line[data-current="true"]', 'borderLeftWidth')).toBeGreaterThan(3);
    expect(await overflowFaults(page)).toEqual([]);
    await page.context().close();
  });
});
