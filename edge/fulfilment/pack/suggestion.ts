import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { WorkView } from '../work-view.ts';
import { type CartonItem, cartonise, type SuggestedParcel } from './cartonise.ts';
import { type PackSession, remainingOf } from './pack-session.ts';

/**
 * Which packagings to take for all that is not sealed yet, the open parcel first.
 *
 * @returns null where the site has no packagings, a product has no sizes, or something fits in none.
 */
export function suggestParcels(session: PackSession, work: WorkView): SuggestedParcel[] | null {
  const { packagings } = work.rules().pack;
  if (packagings.length === 0) return null;
  const items: CartonItem[] = [];
  for (const [index, { sku }] of session.order.lines.entries()) {
    const { done = 0, sealed = 0 } = session.lines[index] ?? {};
    const units = done - sealed + remainingOf(session, index);
    if (units === 0) continue;
    const size = sizeOf(work.productBySku(sku));
    if (size === null) return null;
    items.push({ sku, units, ...size });
  }
  if (items.length === 0) return null;
  const cartons = packagings.map(({ packaging, lengthMm, widthMm, heightMm, tareGrams, maxGrams }) => ({
    packaging,
    sidesMm: [lengthMm, widthMm, heightMm] as const,
    tareGrams,
    maxGrams,
  }));
  return cartonise(items, cartons);
}

function sizeOf(product: ProductDocument | undefined): Pick<CartonItem, 'sidesMm' | 'grams'> | null {
  const unit = product?.packagings.find(({ units }) => units === 1);
  if (unit?.lengthMm === undefined || unit.widthMm === undefined || unit.heightMm === undefined) return null;
  return { sidesMm: [unit.lengthMm, unit.widthMm, unit.heightMm], grams: unit.grams ?? 0 };
}
