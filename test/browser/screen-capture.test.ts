import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { gs1DataMatrix } from '../../edge/screen/self-test/data-matrix.ts';
import { knownCode } from '../../edge/screen/self-test/known-code.ts';
import { chromiumIsThere, openPage, shownText, startChromium } from './chromium.ts';
import { type ScreenServer, screenServer } from './screen-server.ts';
import { idleView, pinView } from './views/desk-views.ts';
import { doneLineView, pickingView, refusedView } from './views/pack-views.ts';
import { signatureView } from './views/service-views.ts';

describe.skipIf(!chromiumIsThere)('what the screen takes in', () => {
  let agent: ScreenServer;
  let browser: Browser;

  beforeAll(async () => {
    browser = await startChromium();
    agent = await screenServer(pickingView);
  });

  afterAll(async () => {
    await browser?.close();
    await agent?.server.app.close();
  });

  beforeEach(() => {
    Object.assign(agent, { view: pickingView, commands: [], attachments: [], refuses: false });
  });

  const open = async (address = '') => {
    const opened = await openPage(browser, agent.server.url() + address);
    await opened.page.locator('.prompt').waitFor();
    return opened.page;
  };

  test('complaint 4: a scan into a text field is taken out of it again, and counts', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Type a code' }).click();
    const field = page.getByLabel('Code', { exact: true });
    await field.fill('4006');
    await scanByKeys(page, '4012345000023');
    await expect.poll(() => agent.commands).toEqual(['4012345000023']);
    expect(await field.inputValue()).toBe('4006');
    await field.fill('SO-10421');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => agent.commands).toEqual(['4012345000023', 'SO-10421']);
    await page.context().close();
  });

  test('complaint 1: fifty scans in one go are fifty, in their order', async () => {
    const page = await open();
    const codes = Array.from({ length: 50 }, (_, index) => `SO-${1000 + index}`);
    for (const code of codes) await page.keyboard.type(`${code}\n`);
    await expect.poll(() => agent.commands).toEqual(codes);
    await page.context().close();
  });

  test('complaint 3: a code without an end is shown as a fragment, and sent by nobody', async () => {
    const page = await open();
    await page.keyboard.type('40123450');
    const held = page.locator('.notice[data-holds="true"]');
    await held.waitFor();
    expect(await shownText(held)).toMatch(/without Enter[\s\S]*40123450/);
    expect(agent.commands).toEqual([]);
    await page.keyboard.type('4012345000023\n');
    await held.waitFor({ state: 'detached' });
    await expect.poll(() => agent.commands).toEqual(['4012345000023']);
    await page.context().close();
  });

  test('a code that a handheld pastes is a scan', async () => {
    const page = await open();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData('text', '4012345000023');
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    })()`);
    await expect.poll(() => agent.commands).toEqual(['4012345000023']);
    await page.context().close();
  });

  test('the last scans are listed, refused ones too, and the last one is taken back from there', async () => {
    const page = await open();
    agent.server.stream('screen', refusedView);
    agent.server.stream('screen', doneLineView);
    await page.getByRole('button', { name: 'Last scans' }).click();
    const rows = page.getByRole('dialog').locator('.history-row');
    await expect.poll(() => rows.count()).toBe(3);
    expect(await shownText(rows.nth(1))).toMatch(/✕[\s\S]*does not belong/);
    await page.getByRole('button', { name: 'Take back the last one' }).click();
    await expect.poll(() => agent.commands).toEqual(['PP:UNDO']);
    await page.context().close();
  });

  test('a refusal closes what lies over the work', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Last scans' }).click();
    await page.getByRole('dialog').waitFor();
    agent.server.stream('screen', refusedView);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.locator('.notice[data-holds="true"]').waitFor();
    await page.context().close();
  });

  test('a PIN is entered by touch, seen by nobody, and sent once', async () => {
    agent.view = pinView;
    const page = await open();
    for (const digit of ['4', '7', '1', '1']) {
      await page.getByRole('button', { name: digit, exact: true }).click();
    }
    expect(await shownText(page.locator('body'))).not.toContain('4711');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(() => agent.commands).toEqual(['PP:PIN:4711']);
    expect(await page.getByLabel('PIN').inputValue()).toBe('');
    await page.context().close();
  });

  test('a signature is drawn, named, and sent as a picture', async () => {
    agent.view = signatureView;
    const page = await open();
    const done = page.getByRole('button', { name: 'Done' });
    expect(await done.isDisabled()).toBe(true);
    await page.getByLabel('Name of who signs').fill('Jo Kranich');
    const pad = await page.getByRole('img', { name: 'Sign here' }).boundingBox();
    const { x = 0, y = 0 } = pad ?? {};
    await page.mouse.move(x + 40, y + 60);
    await page.mouse.down();
    await page.mouse.move(x + 180, y + 90, { steps: 8 });
    await page.mouse.up();
    await done.click();
    await expect
      .poll(() => agent.attachments)
      .toMatchObject([{ kind: 'signature', name: 'Jo Kranich', type: 'image/png' }]);
    expect(agent.attachments[0]?.bytes.subarray(1, 4).toString()).toBe('PNG');
    await page.context().close();
  });

  test('a photo is looked at before it is sent, and made small enough', async () => {
    agent.view = { ...pickingView, wants: { photo: true } };
    const page = await open();
    const picture = await page.screenshot({ type: 'png' });
    const file = page.locator('input[type="file"]');
    expect(await file.getAttribute('capture')).toBe('environment');
    await file.setInputFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
    await page.getByText('That is no picture').waitFor();
    await file.setInputFiles({ name: 'parcel.png', mimeType: 'image/png', buffer: picture });
    await page.getByRole('button', { name: 'Use this photo' }).click();
    await expect.poll(() => agent.attachments).toMatchObject([{ kind: 'photo', type: 'image/jpeg' }]);
    expect(agent.attachments[0]?.bytes.length).toBeLessThan(900_000);
    await page.context().close();
  });

  test('the test of a scanner says what is wrong, and books nothing', async () => {
    const page = await open('/#/self-test');
    await page.keyboard.type(`${knownCode.replaceAll('\x1d', '')}\n`);
    await page.getByText('The scanner needs another setting').waitFor();
    await page.getByText(/The separator \(GS, FNC1\) is lost/).waitFor();
    for (const [index, part] of knownCode.split('\x1d').entries()) {
      if (index > 0) await page.keyboard.press('F8');
      await page.keyboard.type(part);
    }
    await page.keyboard.press('Enter');
    await page.getByText('The scanner is set up well').waitFor();
    expect(agent.commands).toEqual([]);
    await page.getByRole('link', { name: 'Back to work' }).click();
    await expect.poll(() => page.locator('h1').textContent()).toBe(pickingView.prompt);
    await page.context().close();
  });
});

/** As fast as a scanner types: between two characters lies no time at all. */
async function scanByKeys(page: Page, code: string): Promise<void> {
  await page.keyboard.type(`${code}\n`);
}

describe.skipIf(!chromiumIsThere)('the camera', () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-camera-'));
  let browser: Browser;
  let agent: ScreenServer;

  beforeAll(async () => {
    const film = join(folder, 'code.y4m');
    writeFileSync(film, filmOf(knownCode));
    browser = await startChromium([
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    agent = await screenServer(idleView);
  });

  afterAll(async () => {
    await browser?.close();
    await agent?.server.app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('reads a GS1 Data Matrix once, with its separators, by a reader from our own server', async () => {
    const { page, complaints } = await openPage(browser, agent.server.url(), { permissions: ['camera'] });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).origin));
    await page.getByRole('button', { name: 'Scan by camera' }).click();
    await expect.poll(() => agent.commands).toEqual([`]d2${knownCode}`]);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('video').waitFor({ state: 'detached' });
    expect(agent.commands).toHaveLength(1);
    expect(new Set(asked)).toEqual(new Set([agent.server.url()]));
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});

/** A film of one picture (YUV4MPEG2) that shows a GS1 Data Matrix, as a camera would see it. */
function filmOf(code: string): Buffer {
  const [width, height, scale] = [640, 480, 10];
  const matrix = gs1DataMatrix(code);
  if (matrix === null) throw new Error('the code does not fit');
  const left = (width - matrix.size * scale) / 2;
  const top = (height - matrix.size * scale) / 2;
  const light = Buffer.alloc(width * height, 235);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [row, column] = [Math.floor((y - top) / scale), Math.floor((x - left) / scale)];
      const inside = row >= 0 && column >= 0 && row < matrix.size && column < matrix.size;
      if (inside && matrix.isDark(row, column)) light[y * width + x] = 16;
    }
  }
  const colours = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colours]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420mpeg2\n`),
    frame,
    frame,
  ]);
}
