import type { Gs1Content } from '../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../protocols/wire/work.ts';
import { type Decision, refuse, type ScanContext } from './decision.ts';
import { chooseLines, itemOf, type ScannedItem, type Share } from './line-choice.ts';
import { refuseHeld } from './order-scan.ts';
import { refusals } from './refusals.ts';
import { sealOpenParcel } from './sealing.ts';
import { confirmItem, isComplete, openParcel, remainingOf } from './session.ts';
import type { ConfirmedPart, Session, StationState } from './state.ts';

/** An item was scanned: its units are picked and packed into the open parcel, and the last one seals it. */
export function scanItem(
  state: StationState,
  content: Gs1Content,
  product: ProductDocument,
  context: ScanContext,
): Decision {
  const { session } = state;
  const item = itemOf(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  if (session === null) return refuse(state, refusals.noOrderOpen);
  const held = refuseHeld(state, session, context);
  if (held !== undefined) return held;
  const parts = chooseLines(item, state, session, context);
  return 'verdict' in parts ? refuse(state, parts) : confirm(state, session, item, parts, context);
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
