import { type EpcScheme, isPlusScheme } from './scheme.ts';

type Names = Readonly<Record<number, string>>;

/** What filter values say of the tagged object (TDS 2.3, section 10); values that are not listed are reserved. */
const sgtin: Names = {
  0: 'all others',
  1: 'point of sale trade item',
  2: 'full case for transport',
  4: 'inner pack trade item grouping for handling',
  6: 'unit load',
  7: 'unit inside trade item or component not for individual sale',
};
const sscc: Names = { 0: 'all others', 2: 'full case for transport', 6: 'unit load' };
const others: Names = { 0: 'all others' };
const adi: Names = {
  0: 'all others',
  1: 'item',
  2: 'carton',
  6: 'pallet',
  8: 'seat cushions',
  9: 'seat covers',
  10: 'seat belts',
  11: 'galley equipment',
  12: 'unit load devices',
  13: 'aircraft security items',
  14: 'life vests',
  15: 'oxygen generators',
  16: 'engine components',
  17: 'avionics',
  18: 'experimental equipment',
  19: 'other emergency equipment',
  20: 'other rotables',
  21: 'other repairable',
  22: 'other cabin interior',
  23: 'other repair',
  24: 'passenger seats',
  25: 'in-flight entertainment systems',
  56: 'location identifier',
  57: 'documentation',
  58: 'tools',
  59: 'ground support equipment',
  60: 'other non-flyable equipment',
  61: 'internal company use',
  62: 'internal company use',
  63: 'internal company use',
};
const usdod: Names = { 0: 'pallet', 1: 'case', 2: 'unit pack' };

const names: ReadonlyMap<string, Names> = new Map([
  ['SGTIN', sgtin],
  ['DSGTIN', sgtin],
  ['SSCC', sscc],
  ['GIAI', { ...others, 1: 'rail vehicle' }],
  ['GDTI', { ...others, 1: 'travel document' }],
  ['ADI', adi],
  ['USDOD', usdod],
]);

/** In plain words; `reserved` where the standard gives the value no meaning. Every value is accepted (TDS 2.3, 10.1). */
export function filterValueName(scheme: EpcScheme, filter: number): string {
  const key = isPlusScheme(scheme) ? scheme.replace(/\++$/, '') : scheme.replace(/-.*$/, '');
  return (names.get(key) ?? others)[filter] ?? 'reserved';
}
