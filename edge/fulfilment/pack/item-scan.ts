import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { approvalRefusals } from '../approval.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import type { Choice } from '../goods/choose-wants.ts';
import { itemOf, type ScannedItem, tracedOf } from '../goods/scanned-item.ts';
import type { Message } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { completeOrder } from './completing.ts';
import { confirmItem } from './confirming.ts';
import { chooseLines } from './line-choice.ts';
import { refuseStopped } from './order-scan.ts';
import { type ConfirmedPart, openParcel, type PackSession } from './pack-session.ts';
import { packPicked } from './picked-item.ts';

/** A supervisor agreed to an item that was scanned before. */
interface Approved {
  readonly by: string;
  readonly scanSeq: number;
}

/** An item was scanned: its units are picked and packed into the open parcel, and the last one seals it. */
export function scanItem(
  state: StationState,
  session: PackSession,
  content: Gs1Content,
  product: ProductDocument,
  context: StepContext,
  approved: Approved | null = null,
): Decision {
  const item = itemOf(content, product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  const stopped = refuseStopped(state, session, context);
  if (stopped !== undefined) return stopped;
  if (session.totes !== null) return packPicked(state, session, item, context);
  const choice = chooseLines(item, state, session, context, approved?.by ?? null);
  if ('verdict' in choice) return refuse(state, choice);
  if (choice.needsApproval !== null) {
    return askSubstitution(state, session, { content, message: choice.needsApproval }, context);
  }
  const taken = { item, choice, proof: approved?.scanSeq ?? context.scanSeq };
  return confirm(state, session, taken, context);
}

/** Something was scanned that may go in place of what was ordered only if a second person agrees. */
function askSubstitution(
  state: StationState,
  session: PackSession,
  { content, message }: { readonly content: Gs1Content; readonly message: Message },
  { scanSeq }: StepContext,
): Decision {
  if (state.operator === null) return refuse(state, approvalRefusals.signInFirst);
  const activity = { ...session, substituting: { content, scanSeq }, approval: { badge: null } };
  return { verdict: 'approval_asked', message, state: { ...state, activity }, facts: [] };
}

/** An item, whom it serves, and the seq of the scan that proves it. */
interface Taken {
  readonly item: ScannedItem;
  readonly choice: Choice;
  readonly proof: number;
}

function confirm(state: StationState, session: PackSession, taken: Taken, context: StepContext): Decision {
  const { item, choice } = taken;
  const parts: ConfirmedPart[] = choice.shares.map((part, position) => ({
    ...part,
    pickSeq: context.scanSeq + 1 + 2 * position,
    packSeq: context.scanSeq + 2 + 2 * position,
  }));
  const facts = parts.flatMap((part) => factsOf(part, session, taken));
  const packed = confirmItem(session, {
    parts,
    serial: item.serial,
    ...(item.content.lot === undefined ? {} : { lot: item.content.lot }),
    ...(choice.substitute === undefined
      ? {}
      : { instead: { sku: item.product.sku, name: item.product.name } }),
  });
  const line = session.order.lines[parts[0]?.index ?? 0]?.line ?? 1;
  const indexes = parts.map(({ index }) => index);
  return completeOrder(state, packed, item, indexes, context, { facts, line });
}

function factsOf(
  part: ConfirmedPart,
  session: PackSession,
  { item, choice, proof: scanSeq }: Taken,
): FactDraft[] {
  const line = session.order.lines[part.index];
  if (line === undefined) return [];
  const { substitute } = choice;
  const head = { order: session.order.order, line: line.line, sku: line.sku, units: part.units };
  const taken = {
    ...head,
    gtin: item.gtin,
    ...tracedOf(item, part.units),
    ...(substitute === undefined ? {} : { substitute }),
    scanSeq,
  };
  return [
    { type: 'pick.confirmed', data: taken },
    { type: 'pack.confirmed', data: { ...head, parcel: openParcel(session), scanSeq } },
  ];
}
