import { tagKeyFromHex } from '../../../protocols/epc/tag-key.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { WorkView } from '../work-view.ts';
import { openItems, type PackSession, type TagCheck } from './pack-session.ts';

/** As many as a fact names. */
const maxNamed = 500;

interface FoundTag {
  readonly epc: string;
  /** As `PackSession.serials` names it. */
  readonly serial: string;
}

/** Whether anything in the open parcel carries tags that a reader can look for. */
export function holdsTagged(session: PackSession, work: WorkView): boolean {
  return openItems(session).some(({ sku }) => work.productBySku(sku)?.tagged === true);
}

/**
 * Compares the tags of a closed parcel with what was packed. A tag that names no product (of a tote, of a badge) is passed
 * over, and so is one of a case: its units carry their own. Where the serial of each unit was scanned the tags have to be
 * those very ones, else their number has to be right.
 */
export function checkTags(session: PackSession, work: WorkView, epcs: readonly string[]): TagCheck {
  const tagged = openTagged(session, work);
  const found = new Map<string, FoundTag[]>();
  const extra: string[] = [];
  const foreign: string[] = [];
  for (const epc of new Set(epcs)) {
    const tag = productOf(epc, work);
    if (tag === null) continue;
    const { sku } = tag.product;
    if (!session.order.lines.some((line) => line.sku === sku)) foreign.push(epc);
    else if (!tagged.has(sku)) extra.push(epc);
    else found.set(sku, [...(found.get(sku) ?? []), { epc, serial: tag.serial }]);
  }
  const missing: { sku: string; units: number }[] = [];
  for (const [sku, units] of tagged) {
    const tags = found.get(sku) ?? [];
    const { surplus, absent } = compare(tags, units, knownSerials(session, work.productBySku(sku)));
    extra.push(...surplus);
    if (absent > 0) missing.push({ sku, units: absent });
  }
  const outcome = missing.length + extra.length + foreign.length === 0 ? 'complete' : 'deviating';
  return {
    found: [...found.values()].reduce((sum, tags) => sum + tags.length, 0) + extraOf(found, extra),
    missing: missing.slice(0, maxNamed),
    extra: extra.slice(0, maxNamed),
    foreign: foreign.slice(0, maxNamed),
    outcome,
  };
}

/** Tags of products of the order that the parcel does not hold; the others are counted as found already. */
function extraOf(found: ReadonlyMap<string, readonly FoundTag[]>, extra: readonly string[]): number {
  const counted = new Set([...found.values()].flat().map(({ epc }) => epc));
  return extra.filter((epc) => !counted.has(epc)).length;
}

/** Units of tagged products in the open parcel, by SKU. */
function openTagged(session: PackSession, work: WorkView): Map<string, number> {
  const units = new Map<string, number>();
  for (const item of openItems(session)) {
    if (work.productBySku(item.sku)?.tagged !== true) continue;
    units.set(item.sku, (units.get(item.sku) ?? 0) + item.units);
  }
  return units;
}

function compare(tags: readonly FoundTag[], units: number, known: ReadonlySet<string>) {
  if (known.size === units) {
    const right = tags.filter(({ serial }) => known.has(serial));
    const wrong = tags.filter(({ serial }) => !known.has(serial));
    return { surplus: wrong.map(({ epc }) => epc), absent: units - right.length };
  }
  // Those that were scanned are the last to be called too many.
  const sorted = [...tags].sort((a, b) => Number(known.has(b.serial)) - Number(known.has(a.serial)));
  return { surplus: sorted.slice(units).map(({ epc }) => epc), absent: Math.max(0, units - tags.length) };
}

/** The serials in the open parcel that the scans of a product's units told. */
function knownSerials(session: PackSession, product: ProductDocument | undefined): Set<string> {
  const gtins = new Set(product?.packagings.map(({ gtin }) => gtin));
  const serials = session.undoable.flatMap(({ serial }) => (serial === null ? [] : [serial]));
  return new Set(serials.filter((serial) => gtins.has(serial.slice(0, 14))));
}

/** The product of which a tag names one unit. */
function productOf(epc: string, work: WorkView): { product: ProductDocument; serial: string } | null {
  const key = tagKeyFromHex(epc);
  if (!key.ok) return null;
  const [, ai, gtin = '', , serial = ''] = key.value.split('/');
  if (ai !== '01') return null;
  const product = work.productByGtin(gtin);
  if (product === undefined) return { product: unknownProduct, serial };
  const isUnit = product.packagings.some((one) => one.gtin === gtin && one.units === 1);
  return isUnit ? { product, serial: `${gtin}/${decodeURIComponent(serial)}` } : null;
}

/** A GTIN that this site does not know is foreign everywhere. */
const unknownProduct: ProductDocument = { sku: '', name: '?', packagings: [] };
