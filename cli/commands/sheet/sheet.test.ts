import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from '../../../kernel/package-root.ts';
import { language } from '../../../protocols/wire/work/site-rules.ts';
import { namesOf } from './name-list.ts';
import { commandSections, siteSections } from './sheet-commands.ts';
import { sheetPdf } from './sheet-pdf.ts';

beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

const dotsPerPoint = 4;
const [width, height] = [595 * dotsPerPoint, 842 * dotsPerPoint];

/** The filled rectangles of each page, painted: all that a symbol consists of. */
function pagesOf(pdf: Buffer): Uint8ClampedArray[] {
  const text = pdf.toString('latin1');
  const pages: Uint8ClampedArray[] = [];
  for (const { 1: bytes = '' } of text.matchAll(/\/FlateDecode\n>>\nstream\n([\s\S]*?)\nendstream/g)) {
    const stream = inflateSync(Buffer.from(bytes, 'latin1')).toString('latin1');
    const rectangles = [...stream.matchAll(/^([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re$/gm)];
    if (rectangles.length > 0) pages.push(painted(rectangles.map((found) => found.slice(1).map(Number))));
  }
  return pages;
}

function painted(rectangles: readonly (readonly number[])[]): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const rectangle of rectangles) {
    const [x = 0, y = 0, wide = 0, high = 0] = rectangle.map((value) => value * dotsPerPoint);
    for (let row = Math.round(y); row < Math.round(y + high); row += 1) {
      const from = (row * width + Math.round(x)) * 4;
      const to = (row * width + Math.round(x + wide)) * 4;
      for (let at = from; at < to; at += 4) pixels.fill(0, at, at + 3);
    }
  }
  return pixels;
}

async function codesIn(pdf: Buffer): Promise<string[]> {
  const codes: string[] = [];
  for (const data of pagesOf(pdf)) {
    const picture = { data, width, height, colorSpace: 'srgb' } as Parameters<typeof readBarcodes>[0];
    const found = await readBarcodes(picture, {
      tryHarder: true,
      maxNumberOfSymbols: 255,
      textMode: 'Plain',
    });
    codes.push(...found.map(({ text }) => text));
  }
  return codes;
}

test('every code of the sheet is read back by another reader, badges with any name included', async () => {
  const site = {
    badges: [
      { badge: 'E-1001', name: 'Łukasz Müller' },
      { badge: 'a badge of somebody with a long number', name: '王' },
    ],
    stations: ['table-1'],
    carriers: ['DHL'],
    names: namesOf(['T-008..T-012', 'L-A-01-3', 'D-7']),
  };
  const sections = [...commandSections('de'), ...siteSections(site, 'de')];
  const printed = sections.flatMap(({ entries }) => entries.map(({ code }) => code));
  expect(printed).toHaveLength(40 + 1 + 7);
  expect(printed.slice(-7)).toEqual(['T-008', 'T-009', 'T-010', 'T-011', 'T-012', 'L-A-01-3', 'D-7']);
  const read = await codesIn(await sheetPdf('Befehlsblatt', sections));
  expect(read.sort()).toEqual(printed.slice().sort());
}, 60_000);

test('names are listed one by one or as a range, and what is neither is named', () => {
  expect(namesOf(['L-A-9..L-A-11', 'L-A-10'])).toEqual(['L-A-9', 'L-A-10', 'L-A-11']);
  expect(namesOf(['W-1..3'])).toEqual(['W-1', 'W-2', 'W-3']);
  for (const wrong of [
    'T-9..T-1',
    'T-1..',
    '..T-4',
    'T-1..T-9999',
    'A-1..B-4',
    'a tote',
    '',
    'T-ü',
    'x'.repeat(49),
  ])
    expect(() => namesOf([wrong]), wrong).toThrow(expect.objectContaining({ code: 'OPTIONS_INCOMPLETE' }));
  const many = ['T-1..T-2000', 'L-1..L-2000'];
  expect(() => namesOf(many)).toThrow('more than 2000 names');
});

test('no code is a PIN, and each has words in every language', () => {
  for (const each of language.options) {
    const entries = commandSections(each).flatMap((section) => section.entries);
    expect(entries.every(({ code, name }) => code.startsWith('PP:') && name.length > 2)).toBe(true);
    expect(JSON.stringify(entries)).not.toContain('PP:PIN');
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  }
});

test('the command writes a PDF, and names the line of a badge that it cannot read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sheet-'));
  const badges = join(folder, 'badges.csv');
  const out = join(folder, 'commands.pdf');
  const run = (...more: readonly string[]) =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', 'cli/main.ts', 'sheet', '--out', out, ...more],
      {
        cwd: packageRoot,
      },
    );
  writeFileSync(badges, 'badge,name\nE-1,Anna\n,Ben\n');
  await expect(run('--badges', badges)).rejects.toMatchObject({
    stderr: expect.stringMatching(/badges\.csv, line 3: badge/),
  });
  writeFileSync(badges, 'badge,name\nE-1,Anna\n');
  const { stdout } = await run('--badges', badges, '--language', 'fr');
  expect(stdout).toContain(`codes in ${out}`);
  expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
}, 60_000);
