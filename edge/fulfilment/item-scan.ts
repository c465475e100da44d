import type { Gs1Content } from '../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../protocols/wire/work.ts';
import { type Decision, refuse, type ScanContext, type Verdict } from './decision.ts';
import { refuseHeld } from './order-scan.ts';
import { refusals } from './refusals.ts';
import { sealOpenParcel } from './sealing.ts';
import { confirmItem, isComplete, openParcel, remainingOf } from './session.ts';
import type { ConfirmedPart, Session, StationState } from './state.ts';

/** An item as its barcode describes it: lot, expiry and serial belong to the GTIN of the same code, to no other. */
interface ScannedItem {
  readonly product: ProductDocument;
  readonly gtin: string;
  /** How many units this packaging stands for. */
  readonly units: number;
  readonly content: Gs1Content;
  /** Key of the serial number, unique over all products. */
  readonly serial: string | null;
}

/** An item was scanned: its units are picked and packed into the open parcel, and the last one seals it. */
export function scanItem(
  state: StationState,
  content: Gs1Content,
  product: ProductDocument,
  context: ScanContext,
): Decision {
  const { session } = state;
  const item = describe(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  if (session === null) return refuse(state, refusals.noOrderOpen);
  const held = refuseHeld(state, session, context);
  if (held !== undefined) return held;
  const parts = assign(item, state, session, context);
  return 'verdict' in parts ? refuse(state, parts) : confirm(state, session, item, parts, context);
}

function describe(content: Gs1Content, product: ProductDocument): ScannedItem | undefined {
  const packaging = product.packagings.find(({ gtin }) => gtin === content.gtin);
  if (packaging === undefined) return undefined;
  const { gtin, units } = packaging;
  const serial = content.serial === undefined ? null : `${gtin}/${content.serial}`;
  return { product, gtin, units, content, serial };
}

interface Share {
  readonly index: number;
  readonly units: number;
}

/** Which lines the units serve, or why they serve none. */
function assign(
  item: ScannedItem,
  state: StationState,
  session: Session,
  { at }: ScanContext,
): readonly Share[] | Verdict {
  const { product, content } = item;
  const ofProduct = linesOf(session, product.sku);
  const [first] = ofProduct;
  if (first === undefined) return refusals.notOnOrder(product.name, session.order.order);
  const line = session.order.lines[first]?.line ?? 1;
  if (content.count !== undefined) return refusals.variableCount;
  if (content.expiry !== undefined && content.expiry < at.slice(0, 10)) {
    return refusals.expired(product.name, content.expiry, line);
  }
  const candidates = ofLot(session, ofProduct, content.lot);
  if (candidates.length === 0) {
    const wanted = ofProduct.map((index) => session.order.lines[index]?.lot ?? '').join(' or ');
    return refusals.wrongLot(product.name, wanted.slice(0, 60), content.lot, line);
  }
  if (item.serial !== null && wasPacked(item.serial, state, session)) {
    return refusals.duplicateSerial(product.name, content.serial ?? '', line);
  }
  return share(item, session, candidates);
}

function linesOf(session: Session, sku: string): number[] {
  const found: number[] = [];
  for (const [index, line] of session.order.lines.entries()) if (line.sku === sku) found.push(index);
  return found;
}

/** The lines that this lot may serve, those that ask for it first. */
function ofLot(session: Session, indexes: readonly number[], lot: string | undefined): number[] {
  const asking = indexes.filter((index) => lot !== undefined && session.order.lines[index]?.lot === lot);
  const free = indexes.filter((index) => session.order.lines[index]?.lot === undefined);
  return [...asking, ...free];
}

function wasPacked(serial: string, state: StationState, session: Session): boolean {
  return (
    session.serials.includes(serial) ||
    state.recentSerials.includes(serial) ||
    state.parked.some((parked) => parked.serials.includes(serial))
  );
}

/** All units to one line if one can take them, else to several; never a part of a packaging. */
function share({ product, units }: ScannedItem, session: Session, candidates: readonly number[]) {
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
    ? refusals.lineComplete(product.name, line)
    : refusals.tooMany(product.name, units, units - left, line);
}

function confirm(
  state: StationState,
  session: Session,
  item: ScannedItem,
  shares: readonly Share[],
  context: ScanContext,
): Decision {
  const parts: ConfirmedPart[] = shares.map((part, position) => ({
    ...part,
    pickSeq: context.scanSeq + 1 + 2 * position,
    packSeq: context.scanSeq + 2 + 2 * position,
  }));
  const facts = parts.flatMap((part) => factsOf(part, session, item, context));
  const packed = confirmItem(session, { parts, serial: item.serial });
  const line = session.order.lines[parts[0]?.index ?? 0]?.line ?? 1;
  if (!isComplete(packed)) {
    const message = progress(item, packed, parts);
    return { verdict: 'item_confirmed', message, line, state: { ...state, session: packed }, facts };
  }
  const sealing = sealOpenParcel(state, packed, context.work);
  if (!sealing.ok) return refuse(state, { ...sealing.refusal, line });
  return {
    verdict: 'parcel_sealed',
    message: `Order ${session.order.order} is complete. Stick the label ${sealing.sscc} on the parcel and scan it.`,
    line,
    state: sealing.state,
    facts: [...facts, sealing.fact],
  };
}

function factsOf(
  part: ConfirmedPart,
  session: Session,
  item: ScannedItem,
  context: ScanContext,
): FactDraft[] {
  const line = session.order.lines[part.index];
  if (line === undefined) return [];
  const { lot, expiry, serial } = item.content;
  const head = { order: session.order.order, line: line.line, sku: line.sku, units: part.units };
  const traced = {
    ...(lot === undefined ? {} : { lot }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(serial === undefined ? {} : { serial }),
  };
  return [
    { type: 'pick.confirmed', data: { ...head, gtin: item.gtin, ...traced, scanSeq: context.scanSeq } },
    { type: 'pack.confirmed', data: { ...head, parcel: openParcel(session), scanSeq: context.scanSeq } },
  ];
}

function progress({ product, units }: ScannedItem, packed: Session, parts: readonly ConfirmedPart[]): string {
  const missing = parts.reduce((sum, { index }) => sum + remainingOf(packed, index), 0);
  const added = units === 1 ? product.name : `${units} x ${product.name}`;
  return missing === 0 ? `${added}: complete.` : `${added}: ${missing} missing.`;
}
