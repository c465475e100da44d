import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import type { FixtureServer } from './fixture-server.ts';
import { type ScreenServer, screenServer } from './screen-server.ts';
import { emptyView, idleView } from './views/desk-views.ts';
import { doneLineView, pickingView, refusedView } from './views/pack-views.ts';

describe.skipIf(!chromiumIsThere)('the station screen', () => {
  let agent: ScreenServer;
  let server: FixtureServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    agent = await screenServer(pickingView);
    server = agent.server;
  });

  afterAll(async () => {
    await browser?.close();
    await server?.app.close();
  });

  beforeEach(() => {
    Object.assign(agent, { view: pickingView, commands: [], attachments: [], refuses: false });
  });

  test('says what to scan, how far the order is, and how each line stands', async () => {
    const { page, complaints } = await openPage(browser, server.url());
    await expect.poll(() => page.locator('h1').textContent()).toBe(pickingView.prompt);
    expect(await page.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('20');
    const partial = page.locator('.line[data-state="partial"]');
    expect(await shownText(partial)).toMatch(/◐[\s\S]*harbour blue[\s\S]*7[\s\S]*5 to go/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('shows a scan as soon as it is streamed', async () => {
    const { page } = await openPage(browser, server.url());
    const notice = page.locator('.notice');
    await expect.poll(() => shownText(notice)).toContain('7 of 12');
    server.stream('screen', doneLineView);
    await expect.poll(() => shownText(notice)).toMatch(/✓[\s\S]*Line done[\s\S]*white/);
    await page.context().close();
  });

  test.each(['touch', 'Enter', 'Escape'])('holds a refusal until %s acknowledges it', async (by) => {
    const { page } = await openPage(browser, server.url());
    await page.locator('.notice').waitFor();
    server.stream('screen', refusedView);
    const held = page.locator('.notice[data-holds="true"]');
    await held.waitFor();
    expect(await shownText(held)).toMatch(/Refused[\s\S]*does not belong[\s\S]*Put it back/);
    // The separator within the code is shown, not swallowed.
    expect(await shownText(held.locator('.control-character'))).toBe('GS');
    server.stream('screen', { ...refusedView, revision: 99, prompt: 'Still the same scan' });
    await expect.poll(() => page.locator('h1').textContent()).toBe('Still the same scan');
    expect(await held.count()).toBe(1);
    if (by === 'touch') await page.getByRole('button', { name: 'Understood' }).click();
    else await page.keyboard.press(by);
    await held.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('a refusal ends with the next scan', async () => {
    agent.view = refusedView;
    const { page } = await openPage(browser, server.url());
    await page.locator('.notice[data-holds="true"]').waitFor();
    server.stream('screen', doneLineView);
    await page.locator('.notice[data-kind="good"]').waitFor();
    await page.context().close();
  });

  test('a keyboard wedge is heard wherever the focus is, and presses no button', async () => {
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: /Undo/ }).focus();
    await page.keyboard.type('PP:BADGE:Ana Reis');
    await page.keyboard.press('Enter');
    await page.keyboard.type('4012345000023');
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.commands).toEqual(['PP:BADGE:Ana Reis', '4012345000023']);
    await page.context().close();
  });

  test('Enter that acknowledges a refusal presses no button, and other keys acknowledge nothing', async () => {
    agent.view = refusedView;
    const { page } = await openPage(browser, server.url());
    const held = page.locator('.notice[data-holds="true"]');
    await held.waitFor();
    await page.getByRole('button', { name: /Undo/ }).focus();
    await page.keyboard.press('Shift');
    await page.keyboard.press('ArrowDown');
    expect(await held.count()).toBe(1);
    await page.keyboard.press('Enter');
    await held.waitFor({ state: 'detached' });
    expect(agent.commands).toEqual([]);
    await page.context().close();
  });

  test('a double tap is one command', async () => {
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: /Undo/ }).dblclick();
    await page.keyboard.type('SO-9');
    await page.keyboard.press('Enter');
    await expect.poll(() => agent.commands).toEqual(['PP:UNDO', 'SO-9']);
    await page.context().close();
  });

  test('buttons send the command barcodes; SHORT wants a second touch', async () => {
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: /Seal parcel/ }).click();
    await page.getByRole('button', { name: /Undo/ }).click();
    await page.getByRole('button', { name: 'Ship short' }).click();
    await expect.poll(() => agent.commands).toEqual(['PP:SEAL', 'PP:UNDO']);
    const again = page.getByRole('button', { name: /Touch again/ });
    // Too quick a second touch is a double tap and counts for nothing.
    await expect
      .poll(async () => {
        if (await again.isVisible()) await again.click();
        return agent.commands;
      })
      .toEqual(['PP:SEAL', 'PP:UNDO', 'PP:SHORT']);
    await page.context().close();
  });

  test('a touch on an order opens it; a command that the agent refuses is shown', async () => {
    agent.view = idleView;
    const { page } = await openPage(browser, server.url());
    await page.getByRole('button', { name: /SO-10421/ }).click();
    await expect.poll(() => agent.commands).toEqual(['SO-10421']);
    agent.refuses = true;
    await page.getByRole('button', { name: /SO-10423/ }).click();
    await expect
      .poll(() => shownText(page.locator('.notice')))
      .toMatch(/Not done[\s\S]*log is full[\s\S]*Call your lead/);
    await page.context().close();
  });

  test('says that the agent is gone, and goes on when it is back', async () => {
    const { page } = await openPage(browser, server.url());
    await page.locator('.prompt').waitFor();
    server.breakStreams();
    await page.getByRole('alert').filter({ hasText: 'No connection to the station' }).waitFor();
    agent.view = doneLineView;
    server.recover();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(() => shownText(page.locator('.notice'))).toContain('Line done');
    await page.context().close();
  });

  test.each([
    ['IDENTITY_REVOKED', /lets this station in no more[\s\S]*invite the station again/],
    ['STATION_NOT_ADMITTED', /lets this station in no more[\s\S]*enrol this very device/],
    ['HEAD_KEY_REVOKED', /its key was revoked or replaced[\s\S]*invite the station again/],
    ['HEAD_INVALID', /does not take what this station sends[\s\S]*Call the person in charge/],
  ])(
    'says what is the matter when the gateway refuses with %s, and goes on taking scans',
    async (code, said) => {
      const { page } = await openPage(browser, server.url());
      await page.locator('.prompt').waitFor();
      server.stream('screen', { ...pickingView, link: { ...pickingView.link, refused: { code } } });
      const alert = page.getByRole('alert');
      await expect.poll(() => shownText(alert)).toMatch(said);
      expect(await shownText(alert)).toMatch(/Go on scanning: everything is kept here/);
      expect(await shownText(alert)).toContain(code);
      await page.keyboard.type('4012345000023\n');
      await expect.poll(() => agent.commands).toEqual(['4012345000023']);
      server.stream('screen', pickingView);
      await alert.waitFor({ state: 'detached' });
      await page.context().close();
    },
  );

  test('two machines under one name are told so, in the language of the person', async () => {
    const stopped = { code: 'STATION_LOG_FORKED', message: 'two machines have this identity' };
    agent.view = { ...pickingView, language: 'de', link: { ...pickingView.link, stopped } };
    const { page } = await openPage(browser, server.url());
    await expect
      .poll(() => shownText(page.getByRole('alert')))
      .toMatch(/Zwei Geräte arbeiten unter dem Namen[\s\S]*Weiter scannen[\s\S]*Aufsicht rufen/);
    await page.context().close();
  });

  test('old knowledge looks old although the clock of the screen was set back', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const link = { ...pickingView.link, workAsOf: inAnHour, workAgeMs: 2.5 * 3_600_000 };
    agent.view = { ...pickingView, link };
    const { page } = await openPage(browser, server.url());
    const chip = page.locator('.chip[data-kind="partial"]', { hasText: 'orders' });
    await expect.poll(() => shownText(chip)).toBe('orders 2 h old');
    await page.context().close();
  });

  test('an empty queue is a state of its own', async () => {
    agent.view = emptyView;
    const { page } = await openPage(browser, server.url());
    await page.getByRole('heading', { name: 'No open orders' }).waitFor();
    await page.context().close();
  });

  test.each([
    [1280, 800],
    [1024, 768],
    [768, 1024],
    [1920, 1080],
  ])('at %i x %i nothing is cut off and every button is large enough for gloves', async (width, height) => {
    agent.view = refusedView;
    const { page } = await openPage(browser, server.url(), { viewport: { width, height } });
    await page.locator('.notice[data-holds="true"]').waitFor();
    const size = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.scrollHeight]',
    );
    expect(size).toEqual([width, height]);
    for (const button of await page.getByRole('button').all()) {
      const box = await button.boundingBox();
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(height);
    }
    await page.context().close();
  });
});
