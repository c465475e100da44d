import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ready } from 'zpl-renderer-js';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { packageRoot } from '../../../kernel/package-root.ts';
import { language } from '../../../protocols/wire/work/site-rules.ts';
import { textOfInvocation } from '../../../protocols/zpl/code128.ts';
import { textOfFieldData } from '../../../protocols/zpl/field-data.ts';
import { type Box, boxOf, type LabelElement } from '../../../protocols/zpl/label.ts';
import type { ParcelPaper, PrintJob } from '../../fulfilment/state.ts';
import { type PaperSetting, paperOf } from './papers.ts';

beforeAll(() => {
  const wasm = readFileSync(join(packageRoot, 'node_modules/zxing-wasm/dist/reader/zxing_reader.wasm'));
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer } });
});

const sscc = '395212340000000175';
const stocks = (['4x6in', 'a6'] as const).flatMap((size) =>
  ([203, 300] as const).map((dpi) => ({ size, dpi })),
);
const setting = (stock: PaperSetting['stock']): PaperSetting => ({
  stock,
  language: 'de',
  site: 'Hamburg Süd',
  mayBeTwice: false,
});

const paper: ParcelPaper = {
  parcel: 2,
  shipTo: ['Zoë Ångström', 'Große Straße 12a', '20457 Hamburg', 'DE'],
  lines: [
    { sku: 'TEA', name: 'Tea', units: 2 },
    { sku: 'MILL', name: 'Handmühle', units: 1, lots: ['A1'] },
  ],
  moreLines: 0,
  carrier: 'DHL',
};
const job = (rest: Pick<PrintJob, 'document'> & Partial<PrintJob>): PrintJob => ({
  job: 1,
  subject: sscc,
  copy: 1,
  ...rest,
});

/** What the ZPL of each label places, as it was meant. */
function labelsOf(zpl: string): LabelElement[][] {
  return zpl
    .split('^XZ\n')
    .filter((label) => label !== '')
    .map((label) =>
      label
        .split('\n')
        .filter((line) => line.startsWith('^FO'))
        .map(elementOf),
    );
}

function elementOf(line: string): LabelElement {
  const number = (pattern: RegExp) => Number(pattern.exec(line)?.[1]);
  const [x, y] = [number(/^\^FO(\d+)/), number(/^\^FO\d+,(\d+)/)];
  const data = textOfFieldData(/\^FD(.*)\^FS$/.exec(line)?.[1] ?? '', /\^FH(.)/.exec(line)?.[1]);
  const moduleDots = number(/\^B(?:XN,|Y)(\d+)/);
  if (line.includes('^GB')) {
    const [widthDots, heightDots] = [number(/\^GB(\d+)/), number(/\^GB\d+,(\d+)/)];
    return { kind: 'box', x, y, widthDots, heightDots, thicknessDots: 1 };
  }
  if (line.includes('^BC')) {
    const kind = data.includes('>8') ? 'gs1-128' : 'code128';
    const heightDots = number(/\^BCN,(\d+)/);
    return { kind, x, y, data: textOfInvocation(data), moduleDots, heightDots };
  }
  if (line.includes('^BX')) return { kind: 'data-matrix', x, y, data, moduleDots };
  return { kind: 'text', x, y, text: data, heightDots: number(/\^A0N,(\d+)/) };
}

/** Printed wholly on the label, and nothing on top of anything else; bars have their quiet zones. */
function expectNeat(zpl: string): void {
  for (const [index, elements] of labelsOf(zpl).entries()) {
    const label = zpl.split('^XZ\n')[index] ?? '';
    const [width, height] = [/\^PW(\d+)/, /\^LL(\d+)/].map((of) => Number(of.exec(label)?.[1]));
    const boxes = elements.map((element) => ({ element, box: withQuietZone(element) }));
    for (const [at, { element, box }] of boxes.entries()) {
      expect(box.x, JSON.stringify(element)).toBeGreaterThanOrEqual(0);
      expect(box.y).toBeGreaterThanOrEqual(0);
      expect(box.x + box.widthDots, JSON.stringify(element)).toBeLessThanOrEqual(width ?? 0);
      expect(box.y + box.heightDots).toBeLessThanOrEqual(height ?? 0);
      for (const other of boxes.slice(at + 1)) {
        expect(overlap(box, other.box), JSON.stringify([element, other.element])).toBe(false);
      }
    }
  }
}

function withQuietZone(element: LabelElement): Box {
  const box = boxOf(element);
  if (box === null) throw new Error('no box');
  if (element.kind !== 'code128' && element.kind !== 'gs1-128') return box;
  const quiet = 10 * element.moduleDots;
  return { ...box, x: box.x - quiet, widthDots: box.widthDots + 2 * quiet };
}

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.widthDots &&
    other.x < one.x + one.widthDots &&
    one.y < other.y + other.heightDots &&
    other.y < one.y + one.heightDots
  );
}

function printed(asked: PrintJob, how: PaperSetting) {
  const made = paperOf(asked, how);
  if (!made.ok) throw new Error(made.reason);
  return made;
}

const textsOf = (zpl: string) =>
  labelsOf(zpl).flatMap((elements) =>
    elements.flatMap((element) => (element.kind === 'text' ? [element.text] : [])),
  );

const words = fc
  .array(
    fc.oneof(
      fc.constantFrom('Kaffeemühle', 'Straße', '12a', 'Llanfairpwllgwyngyllgogerychwyrndrobwll', 'ÅÄÖ', '—'),
      fc.string({ unit: 'binary', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(' ').slice(0, 200));
const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/);
const line = fc.record(
  {
    sku: code,
    name: words,
    units: fc.integer({ min: 1, max: 1_000_000 }),
    lots: fc.array(fc.stringMatching(/^[A-Z0-9-]{1,20}$/), { minLength: 1, maxLength: 10 }),
  },
  { requiredKeys: ['sku', 'name', 'units'] },
);
const anyPaper: fc.Arbitrary<ParcelPaper> = fc.record(
  {
    parcel: fc.integer({ min: 1, max: 10_000 }),
    shipTo: fc.array(words, { maxLength: 3 }).map((lines) => ['Käthe', ...lines]),
    lines: fc.array(line, { minLength: 1, maxLength: 60 }),
    moreLines: fc.nat(2000),
    grams: fc.nat(1_000_000),
    carrier: code,
    service: words,
  },
  { requiredKeys: ['parcel', 'shipTo', 'lines', 'moreLines'] },
);
const parcels = fc.array(fc.record({ sscc: fc.stringMatching(/^\d{18}$/), order: code }), {
  minLength: 1,
  maxLength: 80,
});
const anyJob = fc
  .record({ paper: anyPaper, order: code, subject: code, copy: fc.integer({ min: 1, max: 9 }), parcels })
  .chain(({ paper: one, order, subject, copy, parcels: on }) =>
    fc.constantFrom(
      job({ document: 'parcel_label', paper: one, order, copy }),
      job({ document: 'packing_slip', paper: one, order, copy }),
      job({
        document: 'manifest',
        subject,
        copy,
        manifest: { manifest: order, carrier: subject, parcels: on },
      }),
      job({ document: 'tote_label', subject, copy }),
      job({ document: 'return_label', subject, copy }),
    ),
  );

describe('a paper', () => {
  test('keeps all that it says on the label, with nothing on top of anything else', () => {
    fc.assert(
      fc.property(
        anyJob,
        fc.constantFrom(...stocks),
        fc.constantFrom(...language.options),
        fc.boolean(),
        (asked, stock, each, mayBeTwice) => {
          const { zpl, labels } = printed(asked, { ...setting(stock), language: each, mayBeTwice });
          expect(labelsOf(zpl)).toHaveLength(labels);
          expectNeat(zpl);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('whose codes are long or short is read back by another reader, at both resolutions', async () => {
    const { api } = await ready;
    const asked: readonly (readonly [PrintJob, identifier: string, text: string])[] = [
      [job({ document: 'parcel_label', paper, order: 'SO-1001' }), ']C1', `00${sscc}`],
      [job({ document: 'packing_slip', paper, order: 'SO-1001' }), ']C0', 'SO-1001'],
      [
        job({ document: 'packing_slip', paper, order: 'SO-2026-HAM-LONG-NUMBER-0001234567' }),
        ']d1',
        'SO-2026-HAM-LONG-NUMBER-0001234567',
      ],
      [job({ document: 'tote_label', subject: 'T-0042' }), ']C0', 'T-0042'],
      [
        job({ document: 'return_label', subject: 'HALL-NORTH-MEZZANINE-AISLE-117-BIN-00042', copy: 2 }),
        ']d1',
        'HALL-NORTH-MEZZANINE-AISLE-117-BIN-00042',
      ],
    ];
    for (const stock of stocks) {
      const dotsPerMm = stock.dpi === 203 ? 8 : 12;
      for (const [one, identifier, text] of asked) {
        const { zpl } = printed(one, setting(stock));
        const [width, height] = [/\^PW(\d+)/, /\^LL(\d+)/].map((of) => Number(of.exec(zpl)?.[1]) / dotsPerMm);
        const picture = Buffer.from(
          await api.zplToBase64Async(zpl, width ?? 0, height ?? 0, dotsPerMm),
          'base64',
        );
        const found = await readBarcodes(picture, { tryHarder: true, textMode: 'Plain' });
        expect(found.map((symbol) => [symbol.symbologyIdentifier, symbol.text])).toEqual([
          [identifier, text],
        ]);
      }
    }
  }, 60_000);
});

test('a manifest names every parcel of a full load, and ends with room for a signature', () => {
  const full = Array.from({ length: 1_000 }, (_, index) => ({
    sscc: String(395_212_340_000_000_000n + BigInt(index)),
    order: `SO-2026-HAM-LONG-NUMBER-${index}`,
  }));
  const asked = job({
    document: 'manifest',
    subject: 'dhl-1',
    manifest: { manifest: 'S1-20260301-1', carrier: 'DHL', parcels: full },
  });
  for (const stock of stocks) {
    const { zpl, labels } = printed(asked, setting(stock));
    const said = new Set(textsOf(zpl).flatMap((text) => text.split(/[ ,]+/)));
    for (const parcel of full) {
      expect(said.has(parcel.sscc)).toBe(true);
      expect(said.has(parcel.order)).toBe(true);
    }
    expect(textsOf(zpl)).toContain('Ladeliste S1-20260301-1');
    expect(textsOf(zpl)).toContain('Datum, Uhrzeit und Unterschrift');
    expect(textsOf(zpl).filter((text) => text.startsWith(`${labels} / ${labels}`))).toHaveLength(1);
  }
});

test('a slip cuts no name and no lot short, and has the same size of print on each label', () => {
  const name = 'Kaffeemühle „Zürich“ mit handgeschmiedetem Mahlwerk aus rostfreiem Edelstahl '
    .repeat(2)
    .trim();
  const lots = Array.from({ length: 10 }, (_, index) => `LOT-2026-00000000-${index}`);
  const lines = Array.from({ length: 200 }, () => ({
    sku: 'S'.repeat(64),
    name: `${name} Ende`,
    units: 12,
    lots,
  }));
  const asked = job({
    document: 'packing_slip',
    order: 'SO-1',
    copy: 2,
    paper: { ...paper, lines, moreLines: 7 },
  });
  const { zpl } = printed(asked, setting({ size: 'a6', dpi: 203 }));
  const said = textsOf(zpl).join(' ');
  expect(said).not.toContain('…');
  expect(said.match(/Ende/g)).toHaveLength(200);
  expect(said.match(/LOT-2026-00000000-9/g)).toHaveLength(200);
  expect(said).toContain('7 weitere Zeilen');
  expect(said).toContain('· KOPIE 2');
});
