import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webPageFolder } from '../../kernel/package-root.ts';
import { accessibilityFaults, overflowFaults } from './accessibility.ts';
import { axeFaults } from './axe.ts';
import { chromiumIsThere, openPage, startChromium } from './chromium.ts';
import { contrastFaults } from './contrast.ts';
import { type FixtureServer, fixtureServer } from './fixture-server.ts';

/** Where to put pictures of the form; none are taken unless it is named. */
const pictures = process.env.PICTURES;
const token = 'a-token-of-the-test';
const orders = { v: 1, items: [], next: null };

/** How each language begins to ask, and what its button says. */
const said = {
  'en-GB': ['Sign in', 'Continue'],
  'de-DE': ['Anmelden', 'Weiter'],
  'fr-CA': ['Se connecter', 'Continuer'],
  'es-MX': ['Iniciar sesión', 'Continuar'],
  'nl-NL': ['Sign in', 'Continue'],
} as const;

describe.skipIf(!chromiumIsThere)('the sign-in form', () => {
  let server: FixtureServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    server = await fixtureServer(webPageFolder('journey'), { path: '/v1/live', first: () => null });
    server.app.get('/v1/orders', (request, reply) =>
      request.headers.cookie?.includes(`packproof_token=${token}`) === true
        ? orders
        : reply.code(401).send({ code: 'NOT_SIGNED_IN', detail: 'GET /v1/orders needs a token' }),
    );
    await server.app.listen({ port: 0, host: '127.0.0.1' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.app.close();
  });

  const looks = Object.entries(said).flatMap(([locale, [title, button]]) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ locale, title, button, colorScheme })),
  );

  test.each(looks)(
    'speaks $locale in $colorScheme, and is for everyone',
    async ({ locale, title, button, colorScheme }) => {
      const viewport = { width: 390, height: 700 };
      const { page } = await openPage(browser, server.url(), { locale, colorScheme, viewport });
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      expect(await page.locator('main').getAttribute('lang')).toBe(
        locale.startsWith('nl') ? 'en' : locale.slice(0, 2),
      );
      expect(await axeFaults(page)).toEqual([]);
      expect(await contrastFaults(page)).toEqual([]);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overflowFaults(page)).toEqual([]);
      if (pictures !== undefined)
        await page.screenshot({ path: join(pictures, `sign-in-${locale}-${colorScheme}.png`) });
      await page.locator('input').fill(token);
      await page.getByRole('button', { name: button, exact: true }).click();
      await page.locator('.list-search input').waitFor();
      await page.context().close();
    },
  );
});
