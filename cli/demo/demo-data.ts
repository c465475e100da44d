import { buildGtin } from '../../protocols/gs1/gtin.ts';

/** The demo company: a small roaster and tea house. All names are made up. */
export const demoSite = 'HAM';
/** Two stations, so that work can be handed over, and be done twice. The newcomer's first order is packed at the first. */
export const demoStations = ['S1', 'S2'] as const;

/** GS1 gives the prefix 952 to demonstrations and examples; no real product carries it. */
export const demoCompanyPrefix = '9520001';

export const demoSeller = {
  name: 'Elbkontor Kaffee & Tee GmbH',
  street: 'Am Sandtorkai 27',
  city: 'Hamburg',
  postalCode: '20457',
  country: 'Germany',
  vatId: 'DE999999999',
  iban: 'DE89370400440532013000',
  email: 'accounts@elbkontor.example',
};

interface DemoProduct {
  readonly sku: string;
  readonly name: string;
  readonly priceMinor: number;
  /** Left out where there are no cases. */
  readonly caseOf?: number;
  readonly taxRateBp: number;
  readonly stock: number;
  /** What one unit weighs, packed; left out where nothing is weighed. */
  readonly grams?: number;
  /** What stations know of it beyond its barcodes. */
  readonly more?: { readonly tagged?: boolean; readonly [detail: string]: unknown };
}

/** Coffee and tea are taxed at 7 %, the rest at 19 %. */
const products: readonly DemoProduct[] = [
  {
    sku: 'COF-ETH-250',
    name: 'Coffee Ethiopia Sidamo, beans 250 g',
    priceMinor: 890,
    caseOf: 12,
    taxRateBp: 700,
    stock: 480,
    grams: 268,
  },
  {
    sku: 'COF-COL-250',
    name: 'Coffee Colombia Huila, beans 250 g',
    priceMinor: 850,
    caseOf: 12,
    taxRateBp: 700,
    stock: 480,
    grams: 268,
  },
  {
    sku: 'COF-ESP-1000',
    name: 'Espresso No. 4, beans 1 kg',
    priceMinor: 2690,
    caseOf: 6,
    taxRateBp: 700,
    stock: 240,
    grams: 1040,
  },
  {
    sku: 'COF-DEC-250',
    name: 'Coffee decaffeinated, ground 250 g',
    priceMinor: 920,
    caseOf: 12,
    taxRateBp: 700,
    stock: 120,
    grams: 270,
  },
  {
    sku: 'TEA-EGR-100',
    name: 'Earl Grey, loose leaf 100 g',
    priceMinor: 640,
    caseOf: 10,
    taxRateBp: 700,
    stock: 300,
    grams: 142,
  },
  {
    sku: 'TEA-SEN-100',
    name: 'Sencha, loose leaf 100 g',
    priceMinor: 780,
    caseOf: 10,
    taxRateBp: 700,
    stock: 300,
    grams: 142,
  },
  {
    sku: 'TEA-MIN-20',
    name: 'Peppermint, 20 bags',
    priceMinor: 390,
    caseOf: 24,
    taxRateBp: 700,
    stock: 480,
    grams: 62,
  },
  {
    sku: 'TEA-CHA-20',
    name: 'Camomile, 20 bags',
    priceMinor: 390,
    caseOf: 24,
    taxRateBp: 700,
    stock: 480,
    grams: 58,
  },
  {
    sku: 'ACC-FIL-100',
    name: 'Paper filters No. 4, 100 pieces',
    priceMinor: 320,
    caseOf: 20,
    taxRateBp: 1900,
    stock: 400,
    grams: 215,
    more: { substitutes: ['ACC-FIL-080'] },
  },
  {
    sku: 'ACC-MUG-01',
    name: 'Mug, stoneware, blue',
    priceMinor: 1250,
    caseOf: 6,
    taxRateBp: 1900,
    stock: 96,
    grams: 390,
    more: { tagged: true },
  },
  {
    sku: 'ACC-POT-01',
    name: 'Tea pot, cast iron, 0.8 l',
    priceMinor: 4990,
    caseOf: 4,
    taxRateBp: 1900,
    stock: 24,
    grams: 1480,
  },
  {
    sku: 'ACC-GRI-01',
    name: 'Hand grinder, steel',
    priceMinor: 6900,
    caseOf: 4,
    taxRateBp: 1900,
    stock: 3,
    grams: 610,
  },
  {
    sku: 'TEA-MAT-30',
    name: 'Matcha, tin 30 g',
    priceMinor: 1690,
    caseOf: 6,
    taxRateBp: 700,
    stock: 60,
    grams: 95,
    more: { capture: { lot: true, expiry: true }, minRemainingDays: 60 },
  },
  {
    sku: 'ACC-FIL-080',
    name: 'Paper filters No. 4, unbleached, 80 pieces',
    priceMinor: 320,
    caseOf: 20,
    taxRateBp: 1900,
    stock: 200,
    grams: 180,
  },
  {
    sku: 'ACC-MAC-02',
    name: 'Espresso machine, two groups',
    priceMinor: 189_000,
    taxRateBp: 1900,
    stock: 5,
    grams: 28_500,
    more: { capture: { serial: true } },
  },
  { sku: 'SRV-SET-01', name: 'Setting up a machine', priceMinor: 12_000, taxRateBp: 1900, stock: 0 },
];

/** A product as `POST /v1/products` takes it: the unit and the case, each with its own GTIN. */
export const demoProducts = products.map((product, index) => ({
  sku: product.sku,
  name: product.name,
  unitPriceMinor: product.priceMinor,
  taxRateBp: product.taxRateBp,
  packagings: [
    {
      ...{ gtin: buildGtin(demoCompanyPrefix, index + 1, 0), level: 'each', units: 1 },
      ...(product.grams === undefined ? {} : { grams: product.grams }),
    },
    ...(product.caseOf === undefined
      ? []
      : [{ gtin: buildGtin(demoCompanyPrefix, index + 1, 1), level: 'case', units: product.caseOf }]),
  ],
  ...product.more,
}));

/** The units of these carry an RFID tag each. */
export const demoTaggedGtins: readonly string[] = demoProducts.flatMap(({ tagged, packagings: [single] }) =>
  tagged === true && single !== undefined ? [single.gtin] : [],
);

export const demoStock = products.map(({ sku, stock }) => ({ sku, units: stock }));

/** Harbour Hotel pays late and so has a small limit: its second order shows a credit hold. */
export const demoCustomers = [
  {
    id: 'C-1001',
    name: 'Café Morgenrot',
    street: 'Lange Reihe 14',
    city: 'Hamburg',
    postalCode: '20099',
    country: 'Germany',
    creditLimitMinor: 500_000,
  },
  {
    id: 'C-1002',
    name: 'Bäckerei Lindner',
    street: 'Marktstraße 3',
    city: 'Lübeck',
    postalCode: '23552',
    country: 'Germany',
    creditLimitMinor: 300_000,
  },
  {
    id: 'C-1003',
    name: 'Harbour Hotel',
    street: 'Kaistraße 40',
    city: 'Kiel',
    postalCode: '24103',
    country: 'Germany',
    creditLimitMinor: 40_000,
  },
  {
    id: 'C-1004',
    name: 'Office Supplies Nord',
    street: 'Werkstraße 8',
    city: 'Bremen',
    postalCode: '28195',
    country: 'Germany',
    creditLimitMinor: 800_000,
  },
  {
    id: 'C-1005',
    name: 'Teestube Anna',
    street: 'Am Markt 1',
    city: 'Schwerin',
    postalCode: '19055',
    country: 'Germany',
    creditLimitMinor: 150_000,
  },
];

type Line = readonly [sku: string, units: number, discountBp?: number];

/**
 * SO-1007 asks for more hand grinders than there are; SO-1006 is over the credit limit of its customer. SO-1009 and those behind
 * it try the rest of the floor: a substitute, lots and expiry dates, carriers, a serial number, a service, tagged goods.
 */
export const demoOrders: readonly {
  readonly number: string;
  readonly customer: string;
  readonly freightMinor: number;
  readonly lines: readonly Line[];
  /** Carrier, kind and the like. */
  readonly more?: object;
}[] = [
  {
    number: 'SO-1001',
    customer: 'C-1001',
    freightMinor: 590,
    lines: [
      ['COF-ETH-250', 3],
      ['ACC-MUG-01', 2],
    ],
  },
  {
    number: 'SO-1002',
    customer: 'C-1002',
    freightMinor: 790,
    lines: [
      ['COF-ESP-1000', 8, 500],
      ['TEA-MIN-20', 24],
    ],
  },
  {
    number: 'SO-1003',
    customer: 'C-1005',
    freightMinor: 590,
    lines: [
      ['TEA-EGR-100', 12],
      ['TEA-SEN-100', 10],
      ['ACC-POT-01', 1],
    ],
  },
  {
    number: 'SO-1004',
    customer: 'C-1004',
    freightMinor: 1290,
    lines: [
      ['COF-COL-250', 26, 1000],
      ['ACC-FIL-100', 20],
      ['ACC-MUG-01', 6],
    ],
  },
  {
    number: 'SO-1005',
    customer: 'C-1003',
    freightMinor: 590,
    lines: [
      ['COF-DEC-250', 12],
      ['TEA-CHA-20', 24],
    ],
  },
  {
    number: 'SO-1006',
    customer: 'C-1003',
    freightMinor: 590,
    lines: [
      ['COF-ESP-1000', 12],
      ['ACC-POT-01', 2],
    ],
  },
  { number: 'SO-1007', customer: 'C-1001', freightMinor: 0, lines: [['ACC-GRI-01', 4]] },
  { number: 'SO-1008', customer: 'C-1001', freightMinor: 0, lines: [['COF-COL-250', 1]] },
  {
    number: 'SO-1009',
    customer: 'C-1004',
    freightMinor: 590,
    lines: [
      ['TEA-MAT-30', 2],
      ['ACC-FIL-100', 2],
    ],
    more: { carrier: 'NORDPAKET' },
  },
  {
    number: 'SO-1010',
    customer: 'C-1001',
    freightMinor: 0,
    lines: [
      ['TEA-EGR-100', 2],
      ['ACC-MUG-01', 1],
    ],
    more: { carrier: 'STADTRAD' },
  },
  {
    number: 'SO-1011',
    customer: 'C-1005',
    freightMinor: 590,
    lines: [
      ['TEA-EGR-100', 1],
      ['COF-COL-250', 2],
    ],
    more: { carrier: 'NORDPAKET' },
  },
  {
    number: 'SO-1012',
    customer: 'C-1001',
    freightMinor: 0,
    lines: [['ACC-MAC-02', 1]],
    more: { carrier: 'NORDPAKET' },
  },
  {
    number: 'SV-1013',
    customer: 'C-1001',
    freightMinor: 0,
    lines: [['SRV-SET-01', 1]],
    more: { kind: 'service' },
  },
  {
    number: 'SO-1014',
    customer: 'C-1001',
    freightMinor: 0,
    lines: [
      ['COF-ETH-250', 1],
      ['ACC-MUG-01', 2],
    ],
  },
];
