import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { refuseStopped } from './open-service.ts';
import { serviceRefusals } from './service-refusals.ts';
import type { ServiceWork } from './service-work.ts';

/** A command barcode was scanned while a service order is open. */
export function serviceCommand(
  state: StationState,
  service: ServiceWork,
  { name, argument }: Command,
  context: StepContext,
): Decision | null {
  switch (name) {
    case 'START': {
      const stopped = refuseStopped(service.order, context.work);
      return stopped === undefined ? start(state, service, context) : refuse(state, stopped);
    }
    case 'STOP':
      return interrupt(state, service, argument.trim().slice(0, 400) || 'other');
    case 'COMPLETE':
      return askToSign(state, service);
    case 'UNDO':
      return refuse(state, serviceRefusals.nothingToUndo);
    default:
      return null;
  }
}

/** Twice is once: the work runs already. */
function start(state: StationState, service: ServiceWork, { at }: StepContext): Decision {
  const { order, appointment } = service.order;
  const expected = appointment === undefined ? {} : { appointment: appointment.from };
  const fact: FactDraft = { type: 'service.started', data: { order, ...expected } };
  const runs = service.startedAt !== null;
  return {
    verdict: 'service_started',
    message: say(
      {
        en: 'Service {order} is running. Scan PP:COMPLETE when it is done.',
        de: 'Service {order} läuft. PP:COMPLETE scannen, wenn alles erledigt ist.',
        fr: 'Le service {order} est en cours. Scannez PP:COMPLETE quand il est terminé.',
        es: 'El servicio {order} está en curso. Escanee PP:COMPLETE cuando termine.',
      },
      { order },
    ),
    state: runs ? state : { ...state, activity: { ...service, startedAt: at } },
    facts: runs ? [] : [fact],
  };
}

/** `PP:STOP:reason`: it can be started again, here or elsewhere. */
function interrupt(state: StationState, service: ServiceWork, reason: string): Decision {
  const { order } = service.order;
  if (service.startedAt === null) return refuse(state, serviceRefusals.notStarted(order));
  return {
    verdict: 'service_interrupted',
    message: say(
      {
        en: 'Service {order} is interrupted. PP:START goes on with it.',
        de: 'Service {order} ist unterbrochen. Mit PP:START geht es weiter.',
        fr: 'Le service {order} est interrompu. PP:START le reprend.',
        es: 'El servicio {order} está interrumpido. PP:START lo retoma.',
      },
      { order },
    ),
    state: { ...state, activity: { ...service, startedAt: null, signing: false } },
    facts: [{ type: 'service.interrupted', data: { order, reason } }],
  };
}

function askToSign(state: StationState, service: ServiceWork): Decision {
  const { order } = service.order;
  if (service.startedAt === null) return refuse(state, serviceRefusals.notStarted(order));
  return {
    verdict: 'signature_asked',
    message: say(
      {
        en: 'Let the customer sign for service {order}, with their name.',
        de: 'Den Kunden für Service {order} unterschreiben lassen, mit Namen.',
        fr: 'Faites signer le client pour le service {order}, avec son nom.',
        es: 'Haga firmar al cliente el servicio {order}, con su nombre.',
      },
      { order },
    ),
    state: { ...state, activity: { ...service, signing: true } },
    facts: [],
  };
}
