import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ClaimDocument, TaskDocument } from '../../../protocols/wire/floor.ts';
import type { Code } from '../activity.ts';
import { heldElsewhere, holderOf } from '../claimed.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { stopOfOrder } from '../order-stop.ts';
import { isFinishedHere } from '../pack/finished-here.ts';
import { maxParked, type StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { closeTask } from './closing.ts';
import { pickRefusals } from './pick-refusals.ts';
import { currentStop, isUntouched, type PickSession, unitsOnHold } from './pick-session.ts';
import { startOrder, startTask } from './start-session.ts';

/** As the gateway names tasks: one that looks like it and is not known here may still be on its way. */
const taskName = /^W\d{1,9}-\d{1,9}$/;

/** The code of a pick task opens it, or takes it up again. */
export function openTask(state: StationState, { text }: Code, context: StepContext): Decision | null {
  if (state.activity?.kind === 'pick' && state.activity.task === text) return opened(state, state.activity);
  const task = context.work.floor.task(text);
  const waiting = parkedPick(state, (one) => one.task === text);
  if (waiting !== undefined) return resume(state, waiting, context);
  if (task === undefined) return taskName.test(text) ? refuse(state, pickRefusals.taskUnknown(text)) : null;
  const refused = refuseTask(state, task, context);
  if (refused !== undefined) return refuse(state, refused);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  return begin(left, task, context);
}

/** Where packing is a step of its own and no waves are made, an order is picked into a tote by itself. */
export function openPickOrder(state: StationState, { text }: Code, context: StepContext): Decision | null {
  const { work } = context;
  const { pack, waves } = work.rules();
  const isOpen = (one: PickSession) => one.task === null && one.orders[0] === text;
  if (state.activity?.kind === 'pick' && isOpen(state.activity)) return opened(state, state.activity);
  const waiting = parkedPick(state, isOpen);
  if (waiting !== undefined) return resume(state, waiting, context);
  const released = work.order(text);
  if (pack.from !== 'picked' || waves.mode !== 'off' || released === undefined) return null;
  if (released.document.kind === 'service' || isFinishedHere(state, text, work) || isPacked(state, text))
    return null;
  const session = startOrder(released, work);
  if (session.stops.length === 0 || state.recentPicks.includes(text)) return null;
  const stop = stopOfOrder(text, work);
  if (stop !== undefined) return refuse(state, pickRefusals.stopped(text, stop));
  const claimed = refuseClaim({ kind: 'order', order: text }, text, context);
  if (claimed !== undefined) return refuse(state, claimed);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const fact: FactDraft = { type: 'order.started', data: { order: text, version: released.version } };
  const began = opened({ ...left, activity: session }, session);
  return { ...began, verdict: 'order_opened', order: text, facts: [fact] };
}

function parkedPick(state: StationState, isIt: (one: PickSession) => boolean): PickSession | undefined {
  return state.parked.flatMap((one) => (one.kind === 'pick' && isIt(one) ? [one] : [])).at(0);
}

function isPacked({ activity, parked }: StationState, order: string): boolean {
  const all = activity === null ? parked : [activity, ...parked];
  return all.some((one) => one.kind === 'pack' && one.order.order === order);
}

function refuseTask(state: StationState, task: TaskDocument, context: StepContext): Verdict | undefined {
  if (task.status === 'closed' || state.recentPicks.includes(task.task))
    return pickRefusals.taskDone(task.task);
  const claimed = refuseClaim({ kind: 'task', task: task.task }, task.task, context);
  if (claimed !== undefined) return claimed;
  const { after } = task;
  if (after === undefined || state.recentPicks.includes(after)) return undefined;
  const before = context.work.floor.task(after);
  // One that the gateway has forgotten was closed long ago.
  return before === undefined || before.status === 'closed'
    ? undefined
    : pickRefusals.taskAfter(task.task, after);
}

/** Where the site gives work to one station at a time: why this one may not begin it. */
function refuseClaim(
  subject: ClaimDocument['subject'],
  name: string,
  context: StepContext,
): Verdict | undefined {
  const { work } = context;
  if (work.rules().claims.mode !== 'lease') return undefined;
  const holder = holderOf(subject, context);
  if (holder !== undefined && holder !== work.station) return pickRefusals.taskElsewhere(name, holder);
  return holder !== undefined || work.connected() ? undefined : pickRefusals.taskNotHeld(name);
}

/** Why a walk that was begun may not go on: it was begun elsewhere too, and the site has given it to that station. */
export function takenElsewhere({ task, orders }: PickSession, context: StepContext): Verdict | undefined {
  const subject =
    task === null ? { kind: 'order' as const, order: orders[0] ?? '' } : { kind: 'task' as const, task };
  const other = heldElsewhere(subject, context);
  return other === undefined ? undefined : pickRefusals.taskElsewhere(task ?? orders[0] ?? '', other);
}

function begin(state: StationState, task: TaskDocument, context: StepContext): Decision {
  const { work } = context;
  const session = startTask(task, work);
  const started: FactDraft = { type: 'task.started', data: { task: task.task, orders: task.orders } };
  const facts = [...task.orders.flatMap((order) => firstStart(order, work)), started];
  // Others have picked all of it, and nobody has said so.
  if (session.stops.length === 0) return closeTask(state, session, { facts, context, by: null });
  return { ...opened({ ...state, activity: session }, session), facts };
}

/** An order begins with the first of its tasks. */
function firstStart(order: string, work: WorkView): FactDraft[] {
  const version = work.order(order)?.version;
  if (version === undefined || work.floor.progress(order) !== undefined) return [];
  return [{ type: 'order.started', data: { order, version } }];
}

function resume(state: StationState, session: PickSession, context: StepContext): Decision {
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const parked = left.parked.filter((other) => other !== session);
  return opened({ ...left, parked, activity: session }, session);
}

function opened(state: StationState, session: PickSession): Decision {
  const units = session.stops.flatMap(({ parts }) => parts.map((part) => part.units));
  const message = say(
    {
      en: '{task}: {n} {n:unit|units} at {stops} {stops:stop|stops} for {orders} {orders:order|orders}.',
      de: '{task}: {n} {n:Einheit|Einheiten} an {stops} {stops:Halt|Halten} für {orders} {orders:Auftrag|Aufträge}.',
      fr: '{task} : {n} {n:unité|unités} à {stops} {stops:arrêt|arrêts} pour {orders} {orders:commande|commandes}.',
      es: '{task}: {n} {n:unidad|unidades} en {stops} {stops:parada|paradas} para {orders} {orders:pedido|pedidos}.',
    },
    {
      task: session.task ?? session.orders[0] ?? '',
      n: units.reduce((sum, one) => sum + one, 0),
      stops: session.stops.length,
      orders: session.orders.length,
    },
  );
  return { verdict: 'task_started', message, state: { ...state, activity: session }, facts: [] };
}

/** Leaves a walk if that loses nothing: an untouched one is dropped, one that waits for a release is parked. */
export function leaveWalk(
  state: StationState,
  session: PickSession,
  { work }: StepContext,
): StationState | Verdict {
  if (isUntouched(session)) return { ...state, activity: null };
  const name = session.task ?? session.orders[0] ?? '';
  const waits = session.hand === null && currentStop(session, work) === -1 && unitsOnHold(session, work) > 0;
  if (!waits) return pickRefusals.taskOpen(name);
  if (state.parked.length >= maxParked) return pickRefusals.tooManyParked(name);
  return { ...state, activity: null, parked: [...state.parked, { ...session, approval: null }] };
}
