import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webPageFolder } from '../../kernel/package-root.ts';
import { knownFact } from '../../protocols/wire/fact.ts';
import { chromiumIsThere, shownText } from './chromium.ts';
import { Device } from './handheld/device.ts';
import { HandheldSite, orderScans, scan } from './handheld/handheld-site.ts';
import { storedFacts, storedPictures } from './handheld/stored-facts.ts';

const slow = { timeout: 40_000 };

describe.skipIf(!chromiumIsThere)('photos of a handheld', () => {
  const site = new HandheldSite();
  const device = new Device();

  beforeAll(async () => {
    await site.start();
    await site.release(['SO-1', 'SO-2', 'SO-3'], { pack: { photo: 'require' } });
    await device.switchOn();
  });
  afterAll(async () => {
    await device.dispose();
    await site.stop();
  });

  const body = (page: Page) => shownText(page.locator('body'));
  const namedIn = async (page: Page) =>
    (await storedFacts(page, 'H1')).flatMap((fact) => {
      const known = knownFact(fact);
      return known?.type === 'parcel.photographed' ? [known.data] : [];
    });

  /** Picks an order and photographs its parcel, which seals it. @returns the hash that the fact names. */
  async function packWithPhoto(page: Page, order: string, icon: string): Promise<string> {
    const before = (await namedIn(page)).length;
    for (const code of orderScans(order, 0).slice(0, 3)) await scan(page, code);
    const buffer = readFileSync(join(webPageFolder('handheld'), 'icons', icon));
    await page.locator('input[type=file]').setInputFiles({ name: icon, mimeType: 'image/png', buffer });
    await page.getByRole('button', { name: 'Use this photo' }).click();
    await expect.poll(async () => (await namedIn(page)).length).toBe(before + 1);
    const sealed = (await storedFacts(page, 'H1'))
      .map(knownFact)
      .findLast((fact) => fact?.type === 'parcel.sealed');
    await scan(page, `00${sealed?.type === 'parcel.sealed' ? sealed.data.sscc : ''}`);
    return (await namedIn(page)).at(-1)?.sha256 ?? '';
  }

  /** The gateway has it whole, and the device has it no more. */
  async function expectBrought(page: Page, hashes: readonly string[]): Promise<void> {
    for (const hash of hashes) {
      await expect.poll(async () => (await site.picture(hash)) !== null, slow).toBe(true);
      const bytes = await site.picture(hash);
      expect(
        createHash('sha256')
          .update(bytes ?? '')
          .digest('hex'),
      ).toBe(hash);
    }
    await expect.poll(() => storedPictures(page, 'H1'), slow).toEqual([]);
  }

  test('are on its disk before any fact names them, survive an empty battery, and are brought when there is a network', async () => {
    const page = await device.open(await site.invite('H1'));
    await expect.poll(() => body(page), slow).toContain('SO-3');
    const online = await packWithPhoto(page, 'SO-1', 'icon-192.png');
    await expectBrought(page, [online]);
    await expect.poll(() => page.evaluate('navigator.serviceWorker.controller !== null'), slow).toBe(true);

    await site.vanish();
    await device.context.setOffline(true);
    const offline = await packWithPhoto(page, 'SO-2', 'icon-512.png');
    expect(await storedPictures(page, 'H1')).toHaveLength(1);
    await expect.poll(() => body(page)).toContain('1 picture unsent');
    await device.kill();

    await device.switchOn();
    const again = await device.open(`${site.url}/handheld/`);
    await expect.poll(() => body(again), slow).toContain('SO-3');
    expect(await storedPictures(again, 'H1')).toHaveLength(1);
    expect(await namedIn(again)).toHaveLength(2);
    expect(await body(again)).toContain('1 picture unsent');
    await site.start();
    await expectBrought(again, [online, offline]);
    await expect.poll(() => body(again)).not.toContain('unsent');
    expect(new Set([online, offline]).size).toBe(2);
  }, 180_000);
});
