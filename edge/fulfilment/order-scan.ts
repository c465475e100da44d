import { type Decision, refuse, type ScanContext } from './decision.ts';
import { refusals } from './refusals.ts';
import { holdOf, isComplete, isUntouched, startSession } from './session.ts';
import { maxParked, type Session, type StationState } from './state.ts';
import type { ReleasedOrder } from './work-view.ts';

/** True if the text is an order that this station knows, open or dispatched. */
export function isKnownOrder(state: StationState, number: string, { work }: ScanContext): boolean {
  return (
    work.order(number) !== undefined ||
    state.session?.order.order === number ||
    state.parked.some((session) => session.order.order === number) ||
    work.finished(number)
  );
}

/** The pick sheet of an order was scanned: it is opened, or taken up again. */
export function scanOrder(state: StationState, number: string, context: ScanContext): Decision {
  const { work } = context;
  const open = state.session;
  if (open?.order.order === number) return refuseHeld(state, open, context) ?? opened(state, open);
  if (work.finished(number)) return refuse(state, refusals.orderDone(number));
  const left = leave(state, context);
  if ('verdict' in left) return left;
  const parked = left.parked.find((session) => session.order.order === number);
  if (parked !== undefined) {
    const others = left.parked.filter((session) => session !== parked);
    return refuseHeld(state, parked, context) ?? opened({ ...left, parked: others, session: parked }, parked);
  }
  const released = work.order(number);
  if (released === undefined) return refuse(state, refusals.orderUnknown(number));
  const session = startSession(released);
  return refuseHeld(state, session, context) ?? started({ ...left, session }, session, released);
}

/** Leaves the open order if that loses nothing: an untouched one is dropped, one on hold is parked. */
function leave(state: StationState, { work }: ScanContext): StationState | Decision {
  const { session } = state;
  if (session === null) return state;
  if (isUntouched(session)) return { ...state, session: null };
  const number = session.order.order;
  if (holdOf(session, work) === undefined) return refuse(state, refusals.otherOrderOpen(number));
  if (state.parked.length >= maxParked) return refuse(state, refusals.tooManyParked(number));
  return { ...state, session: null, parked: [...state.parked, session] };
}

/** The refusal if central holds the order by now. */
export function refuseHeld(
  state: StationState,
  session: Session,
  { work }: ScanContext,
): Decision | undefined {
  const reason = holdOf(session, work);
  return reason === undefined ? undefined : refuse(state, refusals.orderOnHold(session.order.order, reason));
}

function started(state: StationState, session: Session, released: ReleasedOrder): Decision {
  const { order } = session.order;
  return {
    ...opened(state, session),
    facts: [{ type: 'order.started', data: { order, version: released.version } }],
  };
}

function opened(state: StationState, session: Session): Decision {
  const { order, customer } = session.order;
  const next = isComplete(session) ? 'Scan the label of each parcel.' : 'Scan the items.';
  return {
    verdict: 'order_opened',
    message: `Order ${order} for ${customer.name}. ${next}`,
    order,
    state,
    facts: [],
  };
}
