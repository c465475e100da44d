import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { StepContext, Verdict } from '../decision.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { packRefusals } from './pack-refusals.ts';
import { type PackSession, remainingOf } from './pack-session.ts';

/** An item as its barcode describes it: lot, expiry and serial belong to the GTIN of the same code, to no other. */
export interface ScannedItem {
  readonly product: ProductDocument;
  readonly gtin: string;
  /** How many units this packaging stands for. */
  readonly units: number;
  readonly content: Gs1Content;
  /** Key of the serial number, unique over all products. */
  readonly serial: string | null;
}

/** Undefined if the product has no packaging with the GTIN of the code. */
export function itemOf(content: Gs1Content, product: ProductDocument): ScannedItem | undefined {
  const packaging = product.packagings.find(({ gtin }) => gtin === content.gtin);
  if (packaging === undefined) return undefined;
  const { gtin, units } = packaging;
  const serial = content.serial === undefined ? null : `${gtin}/${content.serial}`;
  return { product, gtin, units, content, serial };
}

export interface Share {
  readonly index: number;
  readonly units: number;
}

/** Which lines the units of an item serve, or why they serve none. */
export function chooseLines(
  item: ScannedItem,
  state: StationState,
  session: PackSession,
  { at }: StepContext,
): readonly Share[] | Verdict {
  const { product, content } = item;
  const ofProduct = linesOf(session, product.sku);
  const [first] = ofProduct;
  if (first === undefined) return packRefusals.notOnOrder(product.name, session.order.order);
  const line = session.order.lines[first]?.line ?? 1;
  if (content.count !== undefined) return refusals.variableCount;
  if (content.expiry !== undefined && content.expiry < at.slice(0, 10)) {
    return packRefusals.expired(product.name, content.expiry, line);
  }
  const candidates = ofLot(session, ofProduct, content.lot);
  if (candidates.length === 0) {
    const wanted = ofProduct.map((index) => session.order.lines[index]?.lot ?? '').join(' or ');
    return packRefusals.wrongLot(product.name, wanted.slice(0, 60), content.lot, line);
  }
  if (item.serial !== null && wasPacked(item.serial, state, session)) {
    return packRefusals.duplicateSerial(product.name, content.serial ?? '', line);
  }
  return share(item, session, candidates);
}

function linesOf(session: PackSession, sku: string): number[] {
  const found: number[] = [];
  for (const [index, line] of session.order.lines.entries()) if (line.sku === sku) found.push(index);
  return found;
}

/** The lines that this lot may serve, those that ask for it first. */
function ofLot(session: PackSession, indexes: readonly number[], lot: string | undefined): number[] {
  const asking = indexes.filter((index) => lot !== undefined && session.order.lines[index]?.lot === lot);
  const free = indexes.filter((index) => session.order.lines[index]?.lot === undefined);
  return [...asking, ...free];
}

function wasPacked(serial: string, state: StationState, session: PackSession): boolean {
  return (
    session.serials.includes(serial) ||
    state.recentSerials.includes(serial) ||
    state.parked.some((parked) => parked.kind === 'pack' && parked.serials.includes(serial))
  );
}

/** All units to one line if one can take them, else to several; never a part of a packaging. */
function share({ product, units }: ScannedItem, session: PackSession, candidates: readonly number[]) {
  const whole = candidates.find((index) => remainingOf(session, index) >= units);
  if (whole !== undefined) return [{ index: whole, units }];
  const shares: Share[] = [];
  let left = units;
  for (const index of candidates) {
    const taken = Math.min(left, remainingOf(session, index));
    if (taken > 0) shares.push({ index, units: taken });
    left -= taken;
  }
  if (left === 0) return shares;
  const line = session.order.lines[shares[0]?.index ?? candidates[0] ?? 0]?.line ?? 1;
  return shares.length === 0
    ? packRefusals.lineComplete(product.name, line)
    : packRefusals.tooMany(product.name, units, units - left, line);
}
