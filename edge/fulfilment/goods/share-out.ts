import type { Verdict } from '../decision.ts';
import { goodsRefusals } from './goods-refusals.ts';
import type { ScannedItem } from './scanned-item.ts';
import type { Share, Want } from './want.ts';

type Asking = Pick<Want, 'index' | 'order' | 'line' | 'remaining'>;

/** All units to one want if one can take them, else to several; never a part of a packaging. */
export function shareOut(
  { product, units }: ScannedItem,
  wants: readonly Asking[],
): readonly Share[] | Verdict {
  const whole = wants.find(({ remaining }) => remaining >= units);
  if (whole !== undefined) return [{ index: whole.index, units }];
  const shares: Share[] = [];
  let left = units;
  for (const { index, remaining } of wants) {
    const taken = Math.min(left, remaining);
    if (taken > 0) shares.push({ index, units: taken });
    left -= taken;
  }
  if (left === 0) return shares;
  const of = wants.find(({ remaining }) => remaining > 0) ?? wants[0];
  const where = of === undefined ? {} : { order: of.order, line: of.line };
  return left === units
    ? { ...where, ...goodsRefusals.complete(product.name) }
    : { ...where, ...goodsRefusals.tooMany(product.name, units, units - left) };
}
