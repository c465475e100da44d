import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import { approvalRefusals } from '../approval.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { type Choice, chooseWants } from '../goods/choose-wants.ts';
import { refuseGivenUp } from '../goods/given-up.ts';
import { joined } from '../goods/joined.ts';
import { itemOf, type ScannedItem, tracedOf } from '../goods/scanned-item.ts';
import { refuseComplete } from '../goods/share-out.ts';
import { isTakenElsewhere } from '../goods/taken-piece.ts';
import type { Want } from '../goods/want.ts';
import { stopOfOrder } from '../order-stop.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { givenUpBefore, givenUpOnWalk } from './given-up.ts';
import { pickRefusals } from './pick-refusals.ts';
import {
  currentStop,
  type Hand,
  missingOf,
  openOf,
  type PickSession,
  stopAt,
  takenAt,
} from './pick-session.ts';
import { takeInHand } from './putting.ts';
import { orderWithoutTote, toteOf } from './walk-totes.ts';

/** A supervisor agreed to what was scanned before. */
export interface Approved {
  readonly by: string;
  /** Of the item. */
  readonly scanSeq: number;
}

/** An item was scanned at the stop where the person stands. */
export function pickItem(
  state: StationState,
  session: PickSession,
  scanned: { readonly content: Gs1Content; readonly product: ProductDocument },
  context: StepContext,
  approved: Approved | null,
): Decision {
  const { work } = context;
  const item = itemOf(scanned.content, scanned.product);
  if (item === undefined) return refuse(state, refusals.noProductNamed);
  const index = currentStop(session, work);
  const early = refuseEarly(session, item, index, work);
  if (early !== null) return refuse(state, early);
  const choice = choose(state, session, item, { index, context, approved });
  if ('verdict' in choice) return refuse(state, choice);
  if (choice.needsApproval !== null)
    return ask(state, session, choice.needsApproval, scanned.content, context);
  const hand = handOf(session, item, choice, { index, scanSeq: approved?.scanSeq ?? context.scanSeq });
  const decision = takeInHand(state, session, hand, context);
  return { ...decision, message: joined(decision.message, choice.hint) };
}

/** What must be done before any item is scanned here. */
function refuseEarly(session: PickSession, item: ScannedItem, index: number, work: WorkView): Verdict | null {
  if (session.hand !== null) return handFull(session, session.hand);
  if (index === -1) return strange(session, item, undefined, work);
  const order = orderWithoutTote(session, work);
  if (order !== undefined) return pickRefusals.toteFirst(order);
  const { location } = stopAt(session, index);
  const asksLocation = work.rules().pick.confirm !== 'item' && location !== undefined;
  return asksLocation && session.at !== location ? pickRefusals.locationFirst(location) : null;
}

export function handFull(session: PickSession, hand: Hand): Verdict {
  const order = stopAt(session, hand.stop).parts[hand.shares[0]?.part ?? 0]?.order ?? '';
  return pickRefusals.handEmptyFirst(hand.name, toteOf(session, order) ?? '');
}

/** Which kind of "does not belong here" it is: another stop, a stopped order, complete, or on no order at all. */
function strange(
  session: PickSession,
  { product }: ScannedItem,
  wanted: string | undefined,
  work: WorkView,
): Verdict {
  const stops = session.stops.filter(({ sku }) => sku === product.sku);
  const parts = stops.flatMap((stop) => stop.parts);
  if (parts.some((part) => openOf(part, work) > 0))
    return pickRefusals.otherStop(product.name, wanted ?? '-');
  for (const part of parts) {
    const stop = missingOf(part) > 0 ? stopOfOrder(part.order, work) : undefined;
    if (stop !== undefined) return { ...pickRefusals.stopped(part.order, stop), line: part.line };
  }
  if (parts.length > 0) return refuseComplete(product.name, [givenUpOnWalk(session, product.sku)]);
  const before = givenUpBefore(session, product.sku, work);
  if (before !== undefined) return refuseGivenUp(product.name, before);
  return wanted === undefined ? pickRefusals.nothingLeft : pickRefusals.notOnTask(product.name, wanted);
}

interface Where {
  readonly index: number;
  readonly context: StepContext;
  readonly approved: Approved | null;
}

function choose(
  state: StationState,
  session: PickSession,
  item: ScannedItem,
  { index, context: { work, at }, approved }: Where,
): Choice | Verdict {
  const stop = stopAt(session, index);
  const location = stop.location ?? session.at ?? undefined;
  const contents = location === undefined ? [] : (work.location(location)?.contents ?? []);
  return chooseWants(item, wantsOf(session, index, work), {
    work,
    at,
    shelf: { contents, takenOf: (sku, lot) => takenAt(session, stop.location, sku, lot) },
    isTaken: (serial) => wasTaken(serial, state, session, work),
    orders: session.orders,
    approvedBy: approved?.by ?? null,
    strange: strange(session, item, stop.name, work),
  });
}

function wantsOf(session: PickSession, index: number, work: WorkView): Want[] {
  const { sku, lot, parts } = stopAt(session, index);
  return parts.map((part, position) => {
    const document = work.order(part.order)?.document;
    const line = document?.lines.find((one) => one.line === part.line);
    return {
      index: position,
      order: part.order,
      line: part.line,
      sku,
      remaining: openOf(part, work),
      lot,
      substitution: line?.substitution,
      minRemainingDays: document?.minRemainingDays ?? 0,
    };
  });
}

/** Here on this walk, on an earlier one of this station, or at another station as far as the gateway has told. */
function wasTaken(serial: string, state: StationState, session: PickSession, work: WorkView): boolean {
  if (session.serials.includes(serial) || state.recentSerials.includes(serial)) return true;
  if (state.parked.some((parked) => 'serials' in parked && parked.serials.includes(serial))) return true;
  return isTakenElsewhere(serial, session.orders, work);
}

function ask(
  state: StationState,
  session: PickSession,
  message: Decision['message'],
  content: Gs1Content,
  { scanSeq }: StepContext,
): Decision {
  if (state.operator === null) return refuse(state, approvalRefusals.signInFirst);
  const approval = { what: 'item', content, scanSeq, badge: null } as const;
  const activity: PickSession = { ...session, approval };
  return { verdict: 'approval_asked', message, state: { ...state, activity }, facts: [] };
}

function handOf(
  session: PickSession,
  item: ScannedItem,
  { shares, substitute }: Choice,
  { index, scanSeq }: { readonly index: number; readonly scanSeq: number },
): Hand {
  return {
    stop: index,
    name: substitute === undefined ? stopAt(session, index).name : item.product.name,
    shares: shares.map(({ index: part, units }) => ({ part, units })),
    units: item.units,
    gtin: item.gtin,
    ...tracedOf(item, item.units),
    ...(substitute === undefined ? {} : { substitute }),
    key: item.serial,
    scanSeq,
  };
}
