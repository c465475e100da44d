import type { Gs1Element } from './content.ts';

/** A number with decimals as a code carries it; never a floating-point number. */
export interface Measure {
  readonly ai: string;
  /** All digits as one whole number: 1250 of 1.250. */
  readonly unscaled: number;
  readonly decimals: number;
  /** Exact: "1.250". */
  readonly value: string;
  /** UN/ECE Recommendation 20; a currency by its number (ISO 4217); null for an amount in the local currency. */
  readonly unit: string | null;
}

/** The unit of each measure by the first three digits of its AI (GS1 General Specifications 3.6.1 to 3.6.4). */
const units = unitTable(`
  310 KGM 311 MTR 312 MTR 313 MTR 314 MTK 315 LTR 316 MTQ
  320 LBR 321 INH 322 FOT 323 YRD 324 INH 325 FOT 326 YRD 327 INH 328 FOT 329 YRD
  330 KGM 331 MTR 332 MTR 333 MTR 334 MTK 335 LTR 336 MTQ 337 28
  340 LBR 341 INH 342 FOT 343 YRD 344 INH 345 FOT 346 YRD 347 INH 348 FOT 349 YRD
  350 INK 351 FTK 352 YDK 353 INK 354 FTK 355 YDK 356 APZ 357 OZA
  360 QT 361 GLL 362 QT 363 GLL 364 INQ 365 FTQ 366 YDQ 367 INQ 368 FTQ 369 YDQ
  394 P1
`);

function unitTable(pairs: string): ReadonlyMap<string, string> {
  return new Map(Array.from(pairs.matchAll(/(\d{3}) (\w+)/g), ([, ai = '', unit = '']) => [ai, unit]));
}

/**
 * The number that a trade measure (31nn to 36nn) or an amount (39nn) carries: the last digit of the AI is the number of
 * decimals (GS1 General Specifications 3.6). Null for any other AI.
 */
export function measureOf({ ai, value }: Gs1Element): Measure | null {
  const kind = ai.slice(0, 3);
  const isAmount = /^39[0-35]\d$/.test(ai);
  if (!isAmount && (ai.length !== 4 || !units.has(kind))) return null;
  const hasCurrency = kind === '391' || kind === '393';
  const digits = hasCurrency ? value.slice(3) : value;
  const decimals = Number(ai[3]);
  return {
    ai,
    unscaled: Number(digits),
    decimals,
    value: withPoint(digits, decimals),
    unit: hasCurrency ? value.slice(0, 3) : (units.get(kind) ?? null),
  };
}

/** The digits with their decimal point, without needless zeros in front. */
function withPoint(digits: string, decimals: number): string {
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals).replace(/^0+(?=\d)/, '');
  return decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
}

/** The net weight of AI 310n in whole grams, a half rounded up. */
export function netWeightGramsOf({ ai, value }: Gs1Element): number {
  const decimals = Number(ai[3]);
  const unscaled = Number(value);
  if (decimals <= 3) return unscaled * 10 ** (3 - decimals);
  const divisor = 10 ** (decimals - 3);
  const rest = unscaled % divisor;
  return (unscaled - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
}
