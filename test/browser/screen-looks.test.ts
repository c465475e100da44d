import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ScreenView } from '../../edge/fulfilment/screen-view.ts';
import { knownCode } from '../../edge/screen/self-test/known-code.ts';
import { accessibilityFaults, overflowFaults } from './accessibility.ts';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, startChromium } from './chromium.ts';
import { contrastFaults } from './contrast.ts';
import { type ScreenServer, screenServer } from './screen-server.ts';
import { emptyView, floorView, idleView, pinView } from './views/desk-views.ts';
import { countView, loadView, returnView } from './views/goods-views.ts';
import {
  checkingView,
  notAdmittedView,
  offlineView,
  pickingView,
  refusedView,
  sealedView,
} from './views/pack-views.ts';
import { serviceView, signatureView } from './views/service-views.ts';
import { walkView, wallView } from './views/walk-views.ts';

/** Where to put pictures of the screen; none are taken unless it is named. */
const pictures = process.env.PICTURES;

const views: Readonly<Record<string, ScreenView>> = {
  idle: idleView,
  empty: emptyView,
  picking: pickingView,
  refused: refusedView,
  checking: checkingView,
  sealed: sealedView,
  offline: offlineView,
  notAdmitted: notAdmittedView,
  signature: signatureView,
  pin: pinView,
  walk: walkView,
  load: loadView,
  count: countView,
  return: returnView,
  service: serviceView,
  wall: wallView,
  floor: floorView,
};
const languages = ['en', 'de', 'fr', 'es'] as const;
const sizes = [
  [360, 640],
  [1280, 800],
] as const;

describe.skipIf(!chromiumIsThere)('the looks of the screen', () => {
  let agent: ScreenServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    agent = await screenServer(idleView);
  });

  afterAll(async () => {
    await browser?.close();
    await agent?.server.app.close();
  });

  const combinations = languages.flatMap((language) =>
    sizes.map(([width, height]) => ({ language, width, height })),
  );
  test.each(combinations)(
    'in $language at $width x $height every state fits, can be read, and has names for all that can be pressed',
    async ({ language, width, height }) => {
      const dark = language === 'de' || language === 'fr';
      agent.view = { ...idleView, language };
      const { page, complaints } = await openPage(browser, agent.server.url(), {
        viewport: { width, height },
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
      });
      await page.locator('.prompt').waitFor();
      for (const [name, view] of Object.entries(views)) {
        agent.server.stream('screen', { ...view, language, prompt: `${view.prompt} ` });
        await expect.poll(() => page.locator('h1').textContent()).toBe(`${view.prompt} `);
        const soon = { message: name, timeout: 5_000 };
        // The layout and the colours of the system may come a moment behind the page.
        await expect.poll(() => overflowFaults(page), soon).toEqual([]);
        await expect.poll(() => contrastFaults(page), soon).toEqual([]);
        expect(await accessibilityFaults(page), name).toEqual([]);
        // What axe looks at does not depend on the language.
        if (language === 'en' || language === 'de')
          await expect.poll(() => axeFaults(page), soon).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.lang')).toBe(language);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );

  test('on a phone the command that goes on is nine tenths of the display wide', async () => {
    agent.view = pickingView;
    const { page } = await openPage(browser, agent.server.url(), { viewport: { width: 360, height: 640 } });
    const box = await page.getByRole('button', { name: 'Seal parcel' }).boundingBox();
    expect((box?.width ?? 0) / 336).toBeCloseTo(0.9, 1);
    expect(box?.height).toBeGreaterThanOrEqual(56);
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).waitFor();
    await page.context().close();
  });

  test.each([
    ['the smallest phone', 320, 568],
    ['a station at twice its size', 640, 400],
  ])('on %s what to scan is seen first, and all else can be scrolled to', async (_what, width, height) => {
    agent.view = { ...notAdmittedView, language: 'fr' };
    const { page } = await openPage(browser, agent.server.url(), { viewport: { width, height } });
    const prompt = page.locator('.prompt');
    await prompt.waitFor();
    const commands = (await page.getByRole('button', { name: 'Seal parcel' }).boundingBox())?.y ?? 0;
    const box = await prompt.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(commands);
    // What to do about the gateway is a touch away.
    await page.getByText('La passerelle').click();
    await page.getByText('inscrire cet appareil').waitFor();
    const last = page.locator('.line').last();
    await last.scrollIntoViewIfNeeded();
    const line = await last.boundingBox();
    expect((line?.y ?? 0) + (line?.height ?? 0)).toBeLessThanOrEqual(commands + 1);
    await page.context().close();
  });

  test('colours and the hand that works are chosen once and stay', async () => {
    agent.view = pickingView;
    const { page } = await openPage(browser, agent.server.url(), { colorScheme: 'light' });
    const seal = page.getByRole('button', { name: 'Seal parcel' });
    const right = (await seal.boundingBox())?.x ?? 0;
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByText('Dark', { exact: true }).click();
    await page.getByText('Left', { exact: true }).click();
    await page.reload();
    await seal.waitFor();
    expect((await seal.boundingBox())?.x).toBeLessThan(right);
    expect(await ground()).not.toBe(light);
    expect(await contrastFaults(page)).toEqual([]);
    await page.context().close();
  });

  test('every command is reached by keyboard, and the focus is seen', async () => {
    agent.view = pickingView;
    const { page } = await openPage(browser, agent.server.url());
    await page.locator('.prompt').waitFor();
    const reached = new Set<string>();
    for (let press = 0; press < 20; press += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate<[string, string]>(
        `[document.activeElement.ariaLabel ?? document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]`,
      );
      if (name !== '') reached.add(name);
      if (reached.has(name) && name.length < 40) expect(outline, name).not.toBe('none');
    }
    for (const name of ['Settings', 'Undo', 'Seal parcel', 'Ship short', 'Type a code', 'Last scans']) {
      expect([...reached], name).toContain(name);
    }
    await page.context().close();
  });

  test.runIf(pictures !== undefined)('pictures for the documentation', async () => {
    const shots = [
      ['station-screen', pickingView, 1280, 800, 'light'],
      ['station-refused', refusedView, 1280, 800, 'light'],
      ['station-sealed', sealedView, 1280, 800, 'dark'],
      ['station-checking', checkingView, 1280, 800, 'light'],
      ['station-floor', floorView, 1280, 800, 'light'],
      ['station-wall', wallView, 1280, 800, 'light'],
      ['phone-queue', idleView, 360, 640, 'light'],
      ['phone-walk', walkView, 360, 640, 'dark'],
      ['phone-refused', refusedView, 360, 640, 'light'],
      ['phone-signature', signatureView, 360, 640, 'light'],
    ] as const;
    for (const [name, view, width, height, colorScheme] of shots) {
      agent.view = view ?? idleView;
      const { page } = await openPage(browser, agent.server.url(), {
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
      });
      await page.locator('.prompt').waitFor();
      // What has just come is faded in.
      await page.screenshot({ path: join(pictures ?? '', `${name}.png`), animations: 'disabled' });
      await page.context().close();
    }
    const { page } = await openPage(browser, `${agent.server.url()}/#/self-test`, {
      reducedMotion: 'reduce',
    });
    await page.locator('.self-test').waitFor();
    await page.keyboard.type(`${knownCode.replaceAll('\x1d', '')}\n`);
    await page.locator('.findings').waitFor();
    await page.screenshot({ path: join(pictures ?? '', 'scanner-test.png') });
    await page.context().close();
  });
});
