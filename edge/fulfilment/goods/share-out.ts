import type { Verdict } from '../decision.ts';
import { type GivenUp, givenUpOf, refuseGivenUp } from './given-up.ts';
import { goodsRefusals } from './goods-refusals.ts';
import type { ScannedItem } from './scanned-item.ts';
import type { Share, Want } from './want.ts';

type Asking = Pick<Want, 'index' | 'order' | 'line' | 'remaining' | 'givenUp'>;

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
    ? {
        ...where,
        ...refuseComplete(
          product.name,
          wants.map((want) => want.givenUp),
        ),
      }
    : { ...where, ...goodsRefusals.tooMany(product.name, units, units - left) };
}

/** Nothing more is asked for: as it is all there, or as the rest was given up. */
export function refuseComplete(product: string, some: readonly (GivenUp | undefined)[]): Verdict {
  const givenUp = givenUpOf(some);
  return givenUp === null ? goodsRefusals.complete(product) : refuseGivenUp(product, givenUp);
}
