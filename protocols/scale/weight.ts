import { refuse, type ScaleResult } from './fault.ts';

/**
 * Nanograms in a unit. Pound, ounce and ton are the avoirdupois ones of the international yard and pound agreement
 * of 1959 (NIST Special Publication 811, appendix B); `ton` is the short ton.
 */
const nanograms = {
  mg: 1_000_000n,
  g: 1_000_000_000n,
  kg: 1_000_000_000_000n,
  t: 1_000_000_000_000_000n,
  lb: 453_592_370_000n,
  oz: 28_349_523_125n,
  ozt: 31_103_476_800n,
  ct: 200_000_000n,
  dwt: 1_555_173_840n,
  gn: 64_798_910n,
  mom: 3_750_000_000n,
  ton: 907_184_740_000_000n,
} as const;

export type WeightUnit = keyof typeof nanograms;

const nanogramsPerMilligram = 1_000_000n;

export const weightUnits = Object.keys(nanograms) as readonly WeightUnit[];

/** A number as the scale showed it: `digits` is -1234 and `decimals` 3 for -1.234. */
export interface ShownWeight {
  readonly digits: number;
  readonly decimals: number;
  readonly unit: WeightUnit;
}

type WeightCondition =
  | 'ok'
  /** A weight is there, and changes. */
  | 'moving'
  | 'overload'
  | 'underload'
  /** The scale has not found its zero since it was switched on. */
  | 'zero-fault';

/** What a scale says, whatever it speaks. */
export interface WeightReading {
  /** Rounded half away from zero where the unit is no multiple of it (lb, oz); null where there is no weight. Never a fraction. */
  readonly milligrams: number | null;
  /** Exactly as the scale showed it; null where there is no weight. */
  readonly shown: ShownWeight | null;
  readonly stable: boolean;
  readonly kind: 'gross' | 'net';
  /** Null where the scale does not tell it. */
  readonly tareMilligrams: number | null;
  readonly condition: WeightCondition;
}

/** @returns a fault where the weight has no safe integer of milligrams. */
export function toMilligrams({ digits, decimals, unit }: ShownWeight): ScaleResult<number> {
  const numerator = BigInt(digits) * nanograms[unit];
  const denominator = nanogramsPerMilligram * 10n ** BigInt(decimals);
  const milligrams = Number(roundHalfAway(numerator, denominator));
  if (!Number.isSafeInteger(milligrams))
    return refuse('too_large', 0, 'weight', 'a weight below 9 million tonnes');
  return { ok: true, value: milligrams };
}

function roundHalfAway(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const rounded = ((negative ? -numerator : numerator) * 2n + denominator) / (denominator * 2n);
  return negative ? -rounded : rounded;
}

/** A reading with a weight. `condition` follows from `stable`. */
export function weighed(
  shown: ShownWeight,
  more: Pick<WeightReading, 'stable' | 'kind'> & { readonly tareMilligrams?: number | null },
): ScaleResult<WeightReading> {
  const milligrams = toMilligrams(shown);
  if (!milligrams.ok) return milligrams;
  const condition = more.stable ? 'ok' : 'moving';
  const { stable, kind, tareMilligrams = null } = more;
  return {
    ok: true,
    value: { milligrams: milligrams.value, shown, stable, kind, tareMilligrams, condition },
  };
}

/** A reading without a weight. */
export function notWeighed(
  condition: 'overload' | 'underload' | 'zero-fault',
  kind: WeightReading['kind'] = 'gross',
): WeightReading {
  return { milligrams: null, shown: null, stable: false, kind, tareMilligrams: null, condition };
}

const longestNumber = 15;

/**
 * Reads a decimal number with an optional sign, blanks behind the sign, and a point.
 *
 * @param offset of the text in its line, for the fault.
 */
export function readDecimal(text: string, offset: number): ScaleResult<Omit<ShownWeight, 'unit'>> {
  const found = /^([+-]?) *(\d+)(?:\.(\d+))?$/.exec(text);
  const [, sign = '', whole = '', fraction = ''] = found ?? [];
  if (found === null || whole.length + fraction.length > longestNumber) {
    return refuse('syntax', offset, 'weight', `a decimal number of at most ${longestNumber} digits`);
  }
  const digits = Number(whole + fraction) * (sign === '-' ? -1 : 1);
  // -0 is a zero that the scale showed with a sign.
  return { ok: true, value: { digits: digits === 0 ? 0 : digits, decimals: fraction.length } };
}

/** The number as a scale shows it, with its decimals. */
export function writeDecimal({ digits, decimals }: Omit<ShownWeight, 'unit'>): string {
  const text = String(Math.abs(digits)).padStart(decimals + 1, '0');
  const whole = text.slice(0, text.length - decimals);
  const sign = digits < 0 ? '-' : '';
  return decimals === 0 ? sign + whole : `${sign}${whole}.${text.slice(-decimals)}`;
}

/** A unit as scales write it, in any case; null for one that is not weight or not the same everywhere (tael). */
export function readUnit(text: string): WeightUnit | null {
  const lower = text.toLowerCase();
  return weightUnits.find((unit) => unit === lower) ?? null;
}
