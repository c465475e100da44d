/** One coding segment of a classic coding table (TDS 2.3, 14.6), by its coding method (14.3, 14.4). */
export type Segment =
  | {
      readonly method: 'integer';
      readonly field: string;
      readonly bits: number;
      readonly maxDigits?: number;
    }
  /** Company prefix and a reference: `bits` and `digits` of both together. */
  | {
      readonly method: 'partition';
      readonly field: string;
      readonly bits: number;
      readonly digits: number;
    }
  | {
      readonly method: 'unpaddedPartition';
      readonly field: string;
      readonly bits: number;
      readonly digits: number;
    }
  | {
      readonly method: 'stringPartition';
      readonly field: string;
      readonly bits: number;
      readonly digits: number;
    }
  | { readonly method: 'sixBitPartition'; readonly field: string; readonly digits: number }
  | { readonly method: 'string'; readonly field: string; readonly bits: number }
  | { readonly method: 'numericString'; readonly field: string; readonly bits: number }
  | {
      readonly method: 'fixedWidth';
      readonly field: string;
      readonly bits: number;
      readonly digits: number;
    }
  | { readonly method: 'zeros'; readonly field: string; readonly bits: number }
  /** A CAGE code or DoDAAC of 6 characters of 6 (TDS 2.3, 14.3.7) or 8 bits (USDOD guide). */
  | { readonly method: 'cage'; readonly field: string; readonly characterBits: 6 | 8 }
  | {
      readonly method: 'sixBitString';
      readonly field: string;
      readonly min: number;
      readonly max: number;
      readonly hashFirst: boolean;
    };

export type ClassicKey =
  | 'sgtin'
  | 'sscc'
  | 'sgln'
  | 'grai'
  | 'giai'
  | 'gsrn'
  | 'gsrnp'
  | 'gdti'
  | 'cpi'
  | 'sgcn'
  | 'itip'
  | 'gid'
  | 'usdod'
  | 'adi';

export interface ClassicCoding {
  readonly header: number;
  readonly key: ClassicKey;
  /** Null where the length varies. */
  readonly bits: number | null;
  readonly filterBits: 0 | 3 | 4 | 6;
  /** Components of the URN, without the filter. */
  readonly components: number;
  readonly segments: readonly Segment[];
}

/** Bits of the company prefix for each partition value; it has 12 digits less the value (TDS 2.3, all partition tables). */
export const companyPrefixBits: readonly number[] = [40, 37, 34, 30, 27, 24, 20];

const gtin: Segment = { method: 'partition', field: 'itemReference', bits: 44, digits: 13 };
const gln: Segment = { method: 'partition', field: 'reference', bits: 41, digits: 12 };
const asset: Segment = { method: 'partition', field: 'assetType', bits: 44, digits: 12 };
const number18: Segment = { method: 'partition', field: 'serialReference', bits: 58, digits: 17 };
const reserved24: Segment = { method: 'zeros', field: 'reserved', bits: 24 };
const piece: Segment = { method: 'fixedWidth', field: 'piece', bits: 7, digits: 2 };
const total: Segment = { method: 'fixedWidth', field: 'total', bits: 7, digits: 2 };
const integer = (bits: number): Segment => ({ method: 'integer', field: 'serial', bits });
const string = (bits: number): Segment => ({ method: 'string', field: 'serial', bits });
const numeric = (bits: number): Segment => ({ method: 'numericString', field: 'serial', bits });

/** Some fields are the same in all classic schemes but a few. */
function coding(
  header: number,
  key: ClassicKey,
  bits: number | null,
  components: number,
  segments: readonly Segment[],
  filterBits: 0 | 3 | 4 | 6 = 3,
): ClassicCoding {
  return { header, key, bits, filterBits, components, segments };
}

/** TDS 2.3, tables 14-1 and 14.6; for USDOD-96 the suppliers' passive RFID information guide, version 15. */
export const classicCodings = {
  'GDTI-96': coding(0x2c, 'gdti', 96, 3, [gln, integer(41)]),
  'GSRN-96': coding(0x2d, 'gsrn', 96, 2, [number18, reserved24]),
  'GSRNP-96': coding(0x2e, 'gsrnp', 96, 2, [number18, reserved24]),
  'USDOD-96': coding(
    0x2f,
    'usdod',
    96,
    2,
    [{ method: 'cage', field: 'cage', characterBits: 8 }, integer(36)],
    4,
  ),
  'SGTIN-96': coding(0x30, 'sgtin', 96, 3, [gtin, integer(38)]),
  'SSCC-96': coding(0x31, 'sscc', 96, 2, [number18, reserved24]),
  'SGLN-96': coding(0x32, 'sgln', 96, 3, [gln, integer(41)]),
  'GRAI-96': coding(0x33, 'grai', 96, 3, [asset, integer(38)]),
  'GIAI-96': coding(0x34, 'giai', 96, 2, [
    { method: 'unpaddedPartition', field: 'assetReference', bits: 82, digits: 25 },
  ]),
  'GID-96': coding(
    0x35,
    'gid',
    96,
    3,
    [
      { method: 'integer', field: 'managerNumber', bits: 28 },
      { method: 'integer', field: 'objectClass', bits: 24 },
      integer(36),
    ],
    0,
  ),
  'SGTIN-198': coding(0x36, 'sgtin', 198, 3, [gtin, string(140)]),
  'GRAI-170': coding(0x37, 'grai', 170, 3, [asset, string(112)]),
  'GIAI-202': coding(0x38, 'giai', 202, 2, [
    { method: 'stringPartition', field: 'assetReference', bits: 188, digits: 30 },
  ]),
  'SGLN-195': coding(0x39, 'sgln', 195, 3, [gln, string(140)]),
  'GDTI-113': coding(0x3a, 'gdti', 113, 3, [gln, numeric(58)]),
  'ADI-var': coding(
    0x3b,
    'adi',
    null,
    3,
    [
      { method: 'cage', field: 'cage', characterBits: 6 },
      { method: 'sixBitString', field: 'partNumber', min: 0, max: 32, hashFirst: false },
      { method: 'sixBitString', field: 'serial', min: 1, max: 30, hashFirst: true },
    ],
    6,
  ),
  'CPI-96': coding(0x3c, 'cpi', 96, 3, [
    { method: 'unpaddedPartition', field: 'partReference', bits: 51, digits: 15 },
    integer(31),
  ]),
  'CPI-var': coding(0x3d, 'cpi', null, 3, [
    { method: 'sixBitPartition', field: 'partReference', digits: 30 },
    { method: 'integer', field: 'serial', bits: 40, maxDigits: 12 },
  ]),
  'GDTI-174': coding(0x3e, 'gdti', 174, 3, [gln, string(119)]),
  'SGCN-96': coding(0x3f, 'sgcn', 96, 3, [gln, numeric(41)]),
  'ITIP-110': coding(0x40, 'itip', 110, 5, [gtin, piece, total, integer(38)]),
  'ITIP-212': coding(0x41, 'itip', 212, 5, [gtin, piece, total, string(140)]),
} as const satisfies Record<string, ClassicCoding>;

export type ClassicScheme = keyof typeof classicCodings;

export interface PlusCoding {
  readonly header: number;
  /** The elements of the key, in the order of the bits. */
  readonly ais: readonly string[];
  readonly hasDate: boolean;
  readonly hasHostname: boolean;
}

const plus = (header: number, ...ais: string[]): PlusCoding => ({
  header,
  ais,
  hasDate: false,
  hasHostname: false,
});
const plusPlus = (header: number, ...ais: string[]): PlusCoding => ({
  ...plus(header, ...ais),
  hasHostname: true,
});

/** TDS 2.3, tables 14-1 and 14.6. */
export const plusCodings = {
  'CPI++': plusPlus(0xe6, '8010', '8011'),
  'GSRN++': plusPlus(0xe7, '8018'),
  'GSRNP++': plusPlus(0xe8, '8017'),
  'SGLN++': plusPlus(0xe9, '414', '254'),
  'GDTI++': plusPlus(0xea, '253'),
  'GRAI++': plusPlus(0xeb, '8003'),
  'SGCN++': plusPlus(0xec, '255'),
  'ITIP++': plusPlus(0xed, '8006', '21'),
  'GIAI++': plusPlus(0xee, '8004'),
  'SSCC++': plusPlus(0xef, '00'),
  'CPI+': plus(0xf0, '8010', '8011'),
  'GRAI+': plus(0xf1, '8003'),
  'SGLN+': plus(0xf2, '414', '254'),
  'ITIP+': plus(0xf3, '8006', '21'),
  'GSRN+': plus(0xf4, '8018'),
  'GSRNP+': plus(0xf5, '8017'),
  'GDTI+': plus(0xf6, '253'),
  'SGTIN+': plus(0xf7, '01', '21'),
  'SGCN+': plus(0xf8, '255'),
  'SSCC+': plus(0xf9, '00'),
  'GIAI+': plus(0xfa, '8004'),
  'DSGTIN+': { ...plus(0xfb, '01', '21'), hasDate: true },
  'DSGTIN++': { ...plusPlus(0xfc, '01', '21'), hasDate: true },
  'SGTIN++': plusPlus(0xfd, '01', '21'),
} as const satisfies Record<string, PlusCoding>;

export type PlusScheme = keyof typeof plusCodings;
export type EpcScheme = ClassicScheme | PlusScheme;

function byHeader<Scheme extends string>(codings: Record<Scheme, { readonly header: number }>) {
  return new Map((Object.keys(codings) as Scheme[]).map((scheme) => [codings[scheme].header, scheme]));
}

export const classicSchemeByHeader: ReadonlyMap<number, ClassicScheme> =
  byHeader<ClassicScheme>(classicCodings);
export const plusSchemeByHeader: ReadonlyMap<number, PlusScheme> = byHeader<PlusScheme>(plusCodings);

export function isPlusScheme(scheme: EpcScheme): scheme is PlusScheme {
  return scheme.endsWith('+');
}
