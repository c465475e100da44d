import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { Code } from '../activity.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { say } from '../message.ts';
import { packRefusals } from '../pack/pack-refusals.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { serviceRefusals } from './service-refusals.ts';
import type { ServiceWork } from './service-work.ts';

/** The number of a service order opens it; goods are none of its business. */
export function openService(state: StationState, { text }: Code, context: StepContext): Decision | null {
  const document = context.work.order(text)?.document;
  if (document?.kind !== 'service') return null;
  if (context.work.finished(text)) return refuse(state, serviceRefusals.done(text));
  const stopped = refuseStopped(document, context.work);
  if (stopped !== undefined) return refuse(state, stopped);
  const { activity } = state;
  if (activity?.kind === 'service' && activity.order.order === text) return opened(state, activity);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const service: ServiceWork = { kind: 'service', order: document, startedAt: null, signing: false };
  return opened({ ...left, activity: service }, service);
}

/** Why the order may not go on, if central says so by now. */
export function refuseStopped({ order }: Pick<OrderDocument, 'order'>, work: WorkView): Verdict | undefined {
  const document = work.order(order)?.document;
  if (document === undefined || document.status === 'released') return undefined;
  const reason = document.holdReason ?? '-';
  return document.status === 'cancelled'
    ? packRefusals.orderCancelled(order, reason)
    : packRefusals.orderOnHold(order, reason);
}

function opened(state: StationState, { order: { order, customer } }: ServiceWork): Decision {
  return {
    verdict: 'order_opened',
    message: say(
      {
        en: 'Service {order} for {customer}. Scan PP:START when the work begins.',
        de: 'Service {order} für {customer}. PP:START scannen, wenn die Arbeit beginnt.',
        fr: 'Service {order} pour {customer}. Scannez PP:START au début du travail.',
        es: 'Servicio {order} para {customer}. Escanee PP:START cuando empiece el trabajo.',
      },
      { order, customer: customer.name },
    ),
    order,
    state,
    facts: [],
  };
}
