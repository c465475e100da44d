import { encodeEpc } from '../../protocols/epc/epc-encode.ts';
import { epcFromDigitalLink } from '../../protocols/epc/epc-from-elements.ts';
import { buildGtin } from '../../protocols/gs1/gtin.ts';

/** The prefix of the site of `testConfig`. */
const prefix = '4012345';

export interface Article {
  readonly sku: string;
  readonly each: string;
  /** Counts for three. */
  readonly case: string | null;
  readonly capture: 'nothing' | 'lot' | 'serial' | 'weight';
  readonly location: string;
  readonly zone: string;
}

const article = (
  sku: string,
  n: number,
  zone: string,
  capture: Article['capture'] = 'nothing',
  cased = false,
): Article => ({
  sku,
  each: buildGtin(prefix, n),
  case: cased ? buildGtin(prefix, n, 1) : null,
  capture,
  location: `L-${n}`,
  zone,
});

/** What is done at the customer's place. */
export const work = { sku: 'INSTALL', each: buildGtin(prefix, 9) };

/** One of each kind of goods that a station treats in a way of its own. */
export const articles: readonly Article[] = [
  article('TEA', 1, 'A', 'nothing', true),
  article('MILK', 2, 'A', 'lot'),
  article('PHONE', 3, 'B', 'serial'),
  article('CUP', 4, 'B'),
  article('MUG', 5, 'B'),
  article('HAM', 6, 'A', 'weight'),
];

export const unitsPerCase = 3;
/** What is in the house of each at first, and how each place is filled. */
export const openingUnits = 12;

/** Lots of what has some: the older one first. */
export const lots = [
  { lot: 'M1', expiry: '2026-06-30' },
  { lot: 'M2', expiry: '2026-09-30' },
] as const;

const substitutes: Readonly<Record<string, readonly string[]>> = { CUP: ['MUG'] };

/** Each unit of these carries a tag: one whose serial is scanned, and one whose serial nobody asks for. */
export const isTagged = (sku: string): boolean => sku === 'PHONE' || sku === 'CUP';

/** As the back office enters it. */
export function productOf({ sku, each, case: cased, capture }: Article) {
  return {
    sku,
    name: sku,
    unitPriceMinor: 100 + sku.length * 37,
    taxRateBp: 1900,
    packagings: [
      { gtin: each, level: 'each', units: 1, grams: 500, lengthMm: 100, widthMm: 100, heightMm: 100 },
      ...(cased === null ? [] : [{ gtin: cased, level: 'case', units: unitsPerCase, grams: 1_500 }]),
    ],
    ...(capture === 'lot' ? { capture: { lot: true, expiry: true } } : {}),
    ...(capture === 'serial' ? { capture: { serial: true } } : {}),
    ...(capture === 'weight' ? { catchWeight: { nominalGrams: 500, tolerancePercent: 20 } } : {}),
    ...(isTagged(sku) ? { tagged: true } : {}),
    ...(substitutes[sku] === undefined ? {} : { substitutes: substitutes[sku] }),
  };
}

/** What lies at its place. */
export function contentsOf({ sku, capture }: Article) {
  if (capture !== 'lot') return [{ sku, units: openingUnits }];
  return lots.map((one) => ({ sku, ...one, units: openingUnits / 2 }));
}

/** The barcode of one piece. `n` chooses its lot, its serial or its weight. */
export function barcodeOf({ each, capture }: Article, n: number): string {
  switch (capture) {
    case 'nothing':
      return each;
    case 'lot': {
      const { lot, expiry } = lots[n % lots.length] ?? lots[0];
      return `]C101${each}17${expiry.slice(2).replaceAll('-', '')}10${lot}`;
    }
    case 'serial':
      return serialBarcode(each, `P${n}`);
    case 'weight':
      return `]C101${each}3103${String(n % 8 === 7 ? 900 : 480 + (n % 5) * 10).padStart(6, '0')}`;
  }
}

export function serialBarcode(gtin: string, serial: string): string {
  return `]C101${gtin}21${serial}`;
}

/** The tag of a piece: its EPC bank in upper-case hex. */
export function tagOf(gtin: string, serial: string): string {
  const epc = epcFromDigitalLink(tagText(gtin, serial), { scheme: 'SGTIN+', filter: 1 });
  const encoded = epc.ok ? encodeEpc(epc.value) : epc;
  if (!encoded.ok) throw new Error(encoded.expected);
  return encoded.value.hex;
}

/** As a reader hands its tag to the station. */
export function tagText(gtin: string, serial: string): string {
  return `https://id.gs1.org/01/${gtin}/21/${serial}`;
}

export function articleOf(sku: string): Article {
  const found = articles.find((one) => one.sku === sku);
  if (found === undefined) throw new Error(`there is no article ${sku}`);
  return found;
}
