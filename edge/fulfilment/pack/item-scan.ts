import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import type { Choice } from '../goods/choose-wants.ts';
import { goodsRefusals } from '../goods/goods-refusals.ts';
import { itemOf, type ScannedItem, tracedOf } from '../goods/scanned-item.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { completeOrder } from './completing.ts';
import { chooseLines } from './line-choice.ts';
import { refuseStopped } from './order-scan.ts';
import { type ConfirmedPart, confirmItem, openParcel, type PackSession } from './pack-session.ts';
import { packPicked } from './picked-item.ts';

/** An item was scanned: its units are picked and packed into the open parcel, and the last one seals it. */
export function scanItem(
  state: StationState,
  session: PackSession,
  content: Gs1Content,
  product: ProductDocument,
  context: StepContext,
): Decision {
  const item = itemOf(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  const stopped = refuseStopped(state, session, context);
  if (stopped !== undefined) return stopped;
  if (session.totes !== null) return packPicked(state, session, item, context);
  const choice = chooseLines(item, state, session, context, null);
  if ('verdict' in choice) return refuse(state, choice);
  if (choice.needsApproval !== null) {
    return refuse(state, goodsRefusals.notASubstitute(item.product.name, session.order.order));
  }
  return confirm(state, session, item, choice, context);
}

function confirm(
  state: StationState,
  session: PackSession,
  item: ScannedItem,
  choice: Choice,
  context: StepContext,
): Decision {
  const parts: ConfirmedPart[] = choice.shares.map((part, position) => ({
    ...part,
    pickSeq: context.scanSeq + 1 + 2 * position,
    packSeq: context.scanSeq + 2 + 2 * position,
  }));
  const facts = parts.flatMap((part) => factsOf(part, session, { item, choice }, context));
  const packed = confirmItem(session, {
    parts,
    serial: item.serial,
    ...(item.content.lot === undefined ? {} : { lot: item.content.lot }),
  });
  const line = session.order.lines[parts[0]?.index ?? 0]?.line ?? 1;
  const indexes = parts.map(({ index }) => index);
  return completeOrder(state, packed, item, indexes, context, { facts, line });
}

function factsOf(
  part: ConfirmedPart,
  session: PackSession,
  { item, choice }: { readonly item: ScannedItem; readonly choice: Choice },
  context: StepContext,
): FactDraft[] {
  const line = session.order.lines[part.index];
  if (line === undefined) return [];
  const { substitute } = choice;
  const head = { order: session.order.order, line: line.line, sku: line.sku, units: part.units };
  const taken = {
    ...head,
    gtin: item.gtin,
    ...tracedOf(item),
    ...(substitute === undefined ? {} : { substitute }),
    scanSeq: context.scanSeq,
  };
  return [
    { type: 'pick.confirmed', data: taken },
    { type: 'pack.confirmed', data: { ...head, parcel: openParcel(session), scanSeq: context.scanSeq } },
  ];
}
