import type { FactData } from '../../protocols/wire/fact.ts';

export type ShortReason = FactData<'pick.shorted'>['reason'];

/** `PP:SHORT` alone gives no reason. */
export const shortReasons: ReadonlyMap<string, ShortReason> = new Map([
  ['', 'other'],
  ['OTHER', 'other'],
  ['STOCK_OUT', 'stock_out'],
  ['NOT_LOCATED', 'not_located'],
  ['DAMAGED', 'damaged'],
  ['EXPIRED', 'expired'],
]);
