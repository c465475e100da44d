import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from '../../kernel/package-root.ts';
import { checkDigit } from '../../protocols/gs1/check-digit.ts';
import { buildLabel, type Label, type LabelElement } from '../../protocols/zpl/label.ts';
import { buildLogisticLabel, type LogisticLabelStock } from '../../protocols/zpl/logistic-label.ts';
import { countVectors } from './tally.ts';

/** Two independent judges: one program draws the labels from their ZPL, another reads the symbols from the picture. */
beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

const dotsPerMm = { 203: 8, 300: 12 } as const;
type Dpi = keyof typeof dotsPerMm;
const GS = '\x1d';

/** The symbols on a label as a scanner would send them. */
async function readBack(zpl: string, { widthDots, heightDots }: Label, dpi: Dpi): Promise<string[]> {
  const { api } = await ready;
  const dots = dotsPerMm[dpi];
  const picture = await api.zplToBase64Async(zpl, widthDots / dots, heightDots / dots, dots);
  const found = await readBarcodes(Buffer.from(picture, 'base64'), { tryHarder: true, textMode: 'Plain' });
  return found.map(({ symbologyIdentifier, text }) => symbologyIdentifier + text).sort();
}

const count = countVectors('ZPL labels read back');
const dpis = [203, 300] as const;

describe('logistic labels', () => {
  const stocks: LogisticLabelStock[] = dpis.flatMap((dpi) =>
    (['4x6in', 'a6'] as const).map((size) => ({ size, dpi })),
  );
  const serials = ['00000001', '49725301', '99999999', '31415926'];
  const cases = stocks.flatMap((stock) => serials.map((serial) => ({ ...stock, serial })));

  test.each(cases)('$size at $dpi dpi, serial $serial', async ({ size, dpi, serial }) => {
    const body = `340123450${serial}`;
    const sscc = body + checkDigit(body);
    const built = buildLogisticLabel(
      {
        sscc,
        shipFrom: ['Nordlicht Versand GmbH', 'Speicherstraße 4', 'DE-20457 Hamburg'],
        shipTo: ['Jürgen Groß', 'Straße der Ämter 12', 'AT-1010 Wien'],
        orderNumber: 'SO-2026-004711',
        parcel: { number: 2, of: 3 },
        weightGrams: 12_340,
        date: '2026-11-22',
        carrier: { name: 'Parcel Line', service: 'Express', routingCode: 'AT-1010-07' },
      },
      { size, dpi },
    );
    if (!built.ok) throw new Error(JSON.stringify(built.faults));
    const read = await readBack(built.zpl, built.label, dpi);
    count.try(() => expect(read).toEqual([`]C100${sscc}`]));
  });
});

describe('symbols', () => {
  const at = { x: 60, y: 60 };
  const lot = `0104012345678901${'10'}AB-12${GS}17261231`;
  const dataMatrices: readonly (readonly [string, string])[] = [
    [`0104012345678901`, ']d20104012345678901'],
    [lot, `]d2${lot}`],
    [
      `0104012345678901${'21'}a-b/C${GS}10L${GS}3103001234`,
      `]d20104012345678901${'21'}a-b/C${GS}10L${GS}3103001234`,
    ],
  ];
  const barcodes: readonly (readonly [string, string])[] = [
    ['00340123450000000016', ']C100340123450000000016'],
    [lot, `]C1${lot}`],
    [`0104012345678901${'21'}aB!"%/`, `]C10104012345678901${'21'}aB!"%/`],
  ];
  const links = [
    'https://id.gs1.org/01/04012345678901/10/AB-12?17=261231',
    'https://example.com/00/340123450000000016',
    'Straße 1, Wien ✓',
  ];
  const elements: readonly (readonly [name: string, element: LabelElement, wanted: string | RegExp])[] = [
    ...dataMatrices.map(
      ([data, wanted]) =>
        ['GS1 DataMatrix', { kind: 'gs1-data-matrix', ...at, data, moduleDots: 6 }, wanted] as const,
    ),
    ...barcodes.map(
      ([data, wanted]) =>
        ['GS1-128', { kind: 'gs1-128', ...at, data, moduleDots: 2, heightDots: 120 }, wanted] as const,
    ),
    ...links.map(
      (data) =>
        [
          'QR Code',
          { kind: 'qr', ...at, data, moduleDots: 5, correction: 'M' },
          // ]Q1 is the model 2 symbol, ]Q2 one whose character set is named.
          new RegExp(`^\\]Q[12]${data.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
        ] as const,
    ),
    [
      'Code 128',
      { kind: 'code128', ...at, data: 'Ab^~_>12\\345', moduleDots: 2, heightDots: 120 },
      ']C0Ab^~_>12\\345',
    ],
    ['Data Matrix', { kind: 'data-matrix', ...at, data: 'Zoll/1 ^~ 10%', moduleDots: 6 }, ']d1Zoll/1 ^~ 10%'],
  ];

  test.each(
    dpis.flatMap((dpi) => elements.map(([name, element, wanted]) => ({ dpi, name, element, wanted }))),
  )('$name at $dpi dpi: $wanted', async ({ dpi, element, wanted }) => {
    const label: Label = { widthDots: 1_000, heightDots: 500, elements: [element] };
    const built = buildLabel(label);
    if (!built.ok) throw new Error(JSON.stringify(built.faults));
    const read = await readBack(built.zpl, label, dpi);
    count.try(() => {
      expect(read).toHaveLength(1);
      if (typeof wanted === 'string') expect(read[0]).toBe(wanted);
      else expect(read[0]).toMatch(wanted);
    });
  });

  test('an underscore in a Data Matrix', () => {
    for (const dpi of dpis) {
      count.deviate(
        `Data Matrix with an underscore at ${dpi} dpi`,
        'ZPL II Programming Guide, ^BX: the escape character stands for itself when it is doubled; the program that draws the label draws both.',
      );
    }
  });
});
