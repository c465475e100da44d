import type { Verdict } from '../decision.ts';
import { refusals } from '../refusals.ts';
import { goodsRefusals } from './goods-refusals.ts';
import type { ScannedItem } from './scanned-item.ts';

const dayMs = 86_400_000;

/** Why nobody may have this piece as its barcode describes it, or null: a count of its own, something untold, its weight, its age. */
export function refuseCondition(item: ScannedItem, today: string): Verdict | null {
  if (item.content.count !== undefined) return refusals.variableCount;
  return refuseAge(item, today) ?? refuseUntold(item) ?? refuseWeight(item);
}

function refuseAge({ product, content }: ScannedItem, today: string): Verdict | null {
  const { expiry } = content;
  return expiry !== undefined && expiry < today ? goodsRefusals.expired(product.name, expiry) : null;
}

/** What must be captured of the product and is not in this barcode. */
function refuseUntold({ product, content, units }: ScannedItem): Verdict | null {
  const { capture, name } = product;
  if (capture?.lot === true && content.lot === undefined) return goodsRefusals.lotMissing(name);
  if (capture?.expiry === true && content.expiry === undefined) return goodsRefusals.expiryMissing(name);
  if (capture?.serial !== true) return null;
  if (content.serial === undefined) return goodsRefusals.serialMissing(name);
  return units > 1 ? goodsRefusals.serialOfEach(name) : null;
}

/** Goods that are sold by weight: the net weight of AI 310n lies near what so many units weigh. */
function refuseWeight({ product, content, units }: ScannedItem): Verdict | null {
  if (product.catchWeight === undefined) return null;
  const grams = content.netWeightGrams;
  if (grams === undefined) return goodsRefusals.weightMissing(product.name);
  const { nominalGrams, tolerancePercent } = product.catchWeight;
  const expected = nominalGrams * units;
  const isNear = Math.abs(grams - expected) * 100 <= expected * tolerancePercent;
  return isNear ? null : goodsRefusals.weightOutOfRange(product.name, grams, expected, tolerancePercent);
}

/** The day until which it is good: its expiry (AI 17) or, where it has none, its best-before date (AI 15). */
export function goodUntil({ content }: ScannedItem): string | undefined {
  return content.expiry ?? content.bestBefore;
}

/** Whole days from one ISO date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}
