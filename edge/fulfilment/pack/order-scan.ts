import type { Code } from '../activity.ts';
import { heldElsewhere, holderOf } from '../claimed.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { type OrderStop, stopOfOrder } from '../order-stop.ts';
import { type Activity, maxParked, type StationState } from '../state.ts';
import type { ReleasedOrder } from '../work-view.ts';
import { isFinishedHere, refuseFinished } from './finished-here.ts';
import { packRefusals } from './pack-refusals.ts';
import { isSealed, isUntouched, type PackSession, startSession } from './pack-session.ts';

/** True if the text is an order that this station knows, open or dispatched. */
function isKnownOrder(state: StationState, number: string, { work }: StepContext): boolean {
  return (
    work.order(number) !== undefined ||
    isOf(state.activity, number) ||
    state.parked.some((other) => isOf(other, number)) ||
    work.finished(number)
  );
}

function isOf(activity: Activity | null, number: string): activity is PackSession {
  return activity?.kind === 'pack' && activity.order.order === number;
}

/** A code that is the number of an order opens it, whatever else it looks like. */
export function openOrder(state: StationState, { text }: Code, context: StepContext): Decision | null {
  return isKnownOrder(state, text, context) ? scanOrder(state, text, context) : null;
}

/** The pick sheet of an order was scanned: it is opened, or taken up again. */
export function scanOrder(state: StationState, number: string, context: StepContext): Decision {
  const { work } = context;
  const open = state.activity;
  if (isOf(open, number)) return refuseStopped(state, open, context) ?? opened(state, open);
  const waiting = state.parked.some((other) => isOf(other, number));
  if (!waiting && isFinishedHere(state, number, work))
    return refuse(state, refuseFinished(state, number, work));
  const elsewhere = claimedElsewhere(number, context);
  if (elsewhere !== undefined) return refuse(state, elsewhere);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const parked = left.parked.find((other) => isOf(other, number)) as PackSession | undefined;
  if (parked !== undefined) {
    const others = left.parked.filter((other) => other !== parked);
    const taken = { ...left, parked: others, activity: parked };
    return refuseStopped(state, parked, context) ?? opened(taken, parked);
  }
  const released = work.order(number);
  if (released === undefined) return refuse(state, refuseFinished(state, number, work));
  const session = begin(released, context);
  if (isSealed(session)) return refuse(state, refuseFinished(state, number, work));
  return refuseStopped(state, session, context) ?? started({ ...left, activity: session }, session, released);
}

/** Leaves the order if that loses nothing: an untouched one is dropped, one that may not go on is parked. */
export function leaveSession(
  state: StationState,
  session: PackSession,
  context: StepContext,
): StationState | Verdict {
  if (isUntouched(session)) return { ...state, activity: null };
  const number = session.order.order;
  if (whyStopped(session, context) === undefined) return packRefusals.otherOrderOpen(number);
  if (state.parked.length >= maxParked) return packRefusals.tooManyParked(number);
  return { ...state, activity: null, parked: [...state.parked, session] };
}

/** The refusal if central holds or has cancelled the order by now, or the gateway gave it to another station. */
export function refuseStopped(
  state: StationState,
  session: PackSession,
  context: StepContext,
): Decision | undefined {
  const why = whyStopped(session, context);
  return why === undefined ? undefined : refuse(state, why);
}

function whyStopped(session: PackSession, context: StepContext): Verdict | undefined {
  const { order } = session.order;
  const stop = stopOfOrder(session.order.order, context.work);
  if (stop !== undefined) return stopRefusal(order, stop);
  // Both opened it before either had heard of the other's claim.
  const other = heldElsewhere({ kind: 'order', order }, context);
  return other === undefined ? undefined : packRefusals.orderElsewhere(order, other);
}

function stopRefusal(order: string, stop: OrderStop): Verdict {
  switch (stop.status) {
    case 'cancelled':
      return packRefusals.orderCancelled(order, stop.reason);
    case 'on_hold':
      return packRefusals.orderOnHold(order, stop.reason);
    case 'conflict':
      return packRefusals.orderConflict(order, stop.reason);
  }
}

/** Where the site gives orders to one station at a time: why this one may not begin it. */
function claimedElsewhere(number: string, context: StepContext): Verdict | undefined {
  const { work } = context;
  if (work.rules().claims.mode !== 'lease') return undefined;
  const holder = holderOf({ kind: 'order', order: number }, context);
  if (holder !== undefined && holder !== work.station) return packRefusals.orderElsewhere(number, holder);
  return holder !== undefined || work.connected() ? undefined : packRefusals.orderNotHeld(number);
}

/** Where packing is a step of its own, units come out of totes only. */
function begin(released: ReleasedOrder, { work }: StepContext): PackSession {
  const session = startSession(released, work.floor.progress(released.document.order));
  return work.rules().pack.from === 'picked' ? { ...session, totes: [] } : session;
}

function started(state: StationState, session: PackSession, released: ReleasedOrder): Decision {
  const { order } = session.order;
  return {
    ...opened(state, session),
    facts: [{ type: 'order.started', data: { order, version: released.version } }],
  };
}

function opened(state: StationState, session: PackSession): Decision {
  const { order, customer } = session.order;
  const values = { order, customer: customer.name };
  const message = say(openedTexts[whatNext(session)], values);
  return { verdict: 'order_opened', message, order, state, facts: [] };
}

/** An order that is packed out of totes begins with one of them. */
function whatNext(session: PackSession): keyof typeof openedTexts {
  if (isSealed(session)) return 'labels';
  return session.totes?.length === 0 ? 'tote' : 'items';
}

const openedTexts = {
  labels: {
    en: 'Order {order} for {customer}. Scan the label of each parcel.',
    de: 'Auftrag {order} für {customer}. Das Label jedes Pakets scannen.',
    fr: "Commande {order} pour {customer}. Scannez l'étiquette de chaque colis.",
    es: 'Pedido {order} para {customer}. Escanee la etiqueta de cada paquete.',
  },
  tote: {
    en: 'Order {order} for {customer}. Scan the tote with its goods.',
    de: 'Auftrag {order} für {customer}. Den Behälter mit der Ware scannen.',
    fr: 'Commande {order} pour {customer}. Scannez le bac qui contient ses articles.',
    es: 'Pedido {order} para {customer}. Escanee la cubeta con su mercancía.',
  },
  items: {
    en: 'Order {order} for {customer}. Scan the items.',
    de: 'Auftrag {order} für {customer}. Die Artikel scannen.',
    fr: 'Commande {order} pour {customer}. Scannez les articles.',
    es: 'Pedido {order} para {customer}. Escanee los artículos.',
  },
} as const;
