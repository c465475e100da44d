import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from '../../kernel/package-root.ts';
import { type Box, boxOf, buildLabel, type Label, type LabelElement } from './label.ts';
import { buildLogisticLabel } from './logistic-label.ts';

/** Independent judges: one program draws the labels, another reads the symbols from the picture. */
beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

const dotsPerMm = 8;

async function pictureOf(zpl: string, label: Label): Promise<Uint8Array> {
  const { api } = await ready;
  const [width, height] = [label.widthDots, label.heightDots].map((dots) => dots / dotsPerMm);
  return Buffer.from(await api.zplToBase64Async(zpl, width, height, dotsPerMm), 'base64');
}

async function symbolsIn(picture: Uint8Array) {
  const found = await readBarcodes(picture, { tryHarder: true, textMode: 'Plain' });
  return found.map(({ symbologyIdentifier, text }) => [symbologyIdentifier, text]);
}

/** Where a picture of 8-bit grey levels is dark; null if nowhere. */
function inkIn(png: Uint8Array): Box | null {
  const bytes = Buffer.from(png);
  const width = bytes.readUInt32BE(16);
  expect([...bytes.subarray(24, 26)]).toEqual([8, 0]);
  const rows = greyRows(bytes, width);
  let [left, right, top, bottom] = [width, -1, rows.length, -1];
  for (const [y, row] of rows.entries()) {
    for (const [x, level] of row.entries()) {
      if (level > 127) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { x: left, y: top, widthDots: right - left + 1, heightDots: bottom - top + 1 };
}

/** Undoes the filters of PNG (ISO/IEC 15948, 9.2) for one byte a pixel. */
function greyRows(bytes: Buffer, width: number): Uint8Array[] {
  const chunks: Buffer[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT')
      chunks.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(chunks));
  const rows: Uint8Array[] = [];
  for (let at = 0; at < raw.length; at += width + 1) {
    const above = rows.at(-1) ?? new Uint8Array(width);
    const row = new Uint8Array(width);
    for (let x = 0; x < width; x++) {
      const [left, up, corner] = [row[x - 1] ?? 0, above[x] ?? 0, above[x - 1] ?? 0];
      const paeth = [left, up, corner].sort(
        (a, b) => distance(a, left, up, corner) - distance(b, left, up, corner),
      )[0];
      const predicted = [0, left, up, (left + up) >> 1, paeth ?? 0][raw[at] ?? 0] ?? 0;
      row[x] = (raw[at + 1 + x] ?? 0) + predicted;
    }
    rows.push(row);
  }
  return rows;
}

function distance(value: number, left: number, up: number, corner: number): number {
  return Math.abs(left + up - corner - value);
}

const GS = '\x1d';

describe('a symbol is read as it was meant', () => {
  const place = { x: 56, y: 40 };
  const symbols: readonly (readonly [LabelElement, identifier: string, text: string])[] = [
    [
      { ...place, kind: 'gs1-128', data: '00395212340000000175', moduleDots: 2, heightDots: 100 },
      ']C1',
      '00395212340000000175',
    ],
    [
      {
        ...place,
        kind: 'gs1-128',
        data: `010952123454321310AB>C-1${GS}21123`,
        moduleDots: 2,
        heightDots: 100,
      },
      ']C1',
      `010952123454321310AB>C-1${GS}21123`,
    ],
    [
      { ...place, kind: 'code128', data: 'a>b^c~d_e12', moduleDots: 2, heightDots: 100 },
      ']C0',
      'a>b^c~d_e12',
    ],
    [{ ...place, kind: 'code128', data: '1234567', moduleDots: 2, heightDots: 100 }, ']C0', '1234567'],
    [
      {
        ...place,
        kind: 'gs1-data-matrix',
        data: `0109521234543213${'10AB#1'}${GS}2112345678`,
        moduleDots: 6,
      },
      ']d2',
      `010952123454321310AB#1${GS}2112345678`,
    ],
    [{ ...place, kind: 'data-matrix', data: 'Käthe #x ^XA~', moduleDots: 6 }, ']d1', 'Käthe #x ^XA~'],
    [
      {
        ...place,
        kind: 'qr',
        data: 'https://id.gs1.org/01/09521234543213/21/a_^~',
        moduleDots: 5,
        correction: 'M',
      },
      ']Q1',
      'https://id.gs1.org/01/09521234543213/21/a_^~',
    ],
    [{ ...place, kind: 'qr', data: 'Größe 12', moduleDots: 5, correction: 'H' }, ']Q1', 'Größe 12'],
  ];

  test.each(symbols)('%j', async (element, identifier, text) => {
    const label = { widthDots: 960, heightDots: 400, elements: [element] };
    const built = buildLabel(label);
    if (!built.ok) throw new Error(JSON.stringify(built.faults));
    const picture = await pictureOf(built.zpl, label);
    expect(await symbolsIn(picture)).toEqual([[identifier, text]]);
    expectWithin(inkIn(picture), boxOf(element));
  });
});

/** Brackets and soft edges may stand out to the left and above by as much as `softDots`. */
function expectWithin(ink: Box | null, box: Box | null, softDots = 0): void {
  if (ink === null || box === null) throw new Error('nothing is drawn');
  expect(ink.x).toBeGreaterThanOrEqual(box.x - softDots);
  expect(ink.y).toBeGreaterThanOrEqual(box.y - softDots);
  expect(ink.x + ink.widthDots).toBeLessThanOrEqual(box.x + box.widthDots);
  expect(ink.y + ink.heightDots).toBeLessThanOrEqual(box.y + box.heightDots);
}

describe('text keeps to the area that was reckoned for it', () => {
  test.each([
    'WMWMW@%',
    'ABCDEFGHKLNOPQRSTUVXYZ',
    'abcdeghknopqrsuvxyz',
    'Käthe Müller-Lüdenscheidt',
    'ijl1.,:;|',
    '{}[]()/\\',
    'Žižek ĄŁŃ Øre',
    '0123456789',
    '— – … €',
  ])('%s', async (text) => {
    const element = { kind: 'text', x: 20, y: 40, text, heightDots: 60 } as const;
    const label = { widthDots: 1600, heightDots: 120, elements: [element] };
    const built = buildLabel(label);
    if (!built.ok) throw new Error(JSON.stringify(built.faults));
    expectWithin(inkIn(await pictureOf(built.zpl, label)), boxOf(element), 2);
  });
});

describe('a logistic label', () => {
  test.each(['4x6in', 'a6'] as const)('in %s is read', async (size) => {
    const content = {
      sscc: '395212340000000175',
      shipTo: [
        'Käthe Müller-Lüdenscheidt',
        'c/o The Very Long Named Company for Testing of Labels',
        'Große Straße 12a',
        '10115 Berlin',
      ],
      shipFrom: ['Packproof', 'Unit 7', 'Leeds'],
      orderNumber: 'SO-2026-000123',
      parcel: { number: 2, of: 3 },
      weightGrams: 2345,
      carrier: { name: 'Northwind Express', service: 'Next day', routingCode: 'DE-10-4711' },
    };
    const built = buildLogisticLabel(content, { size, dpi: 203 });
    if (!built.ok) throw new Error(JSON.stringify(built.faults));
    const picture = await pictureOf(built.zpl, built.label);
    expect(await symbolsIn(picture)).toEqual([[']C1', '00395212340000000175']]);
  });
});
