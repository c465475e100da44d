import type { ActivityRules } from '../activity.ts';
import { leaveAction } from '../common-actions.ts';
import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import { serviceCommand } from './service-commands.ts';
import { serviceRefusals } from './service-refusals.ts';
import { viewOfService } from './service-view.ts';
import type { ServiceWork } from './service-work.ts';
import { takeSignature } from './signature.ts';

/** A delivery without goods: work at the customer's place, from the start to the signature. */
export const serviceRules: ActivityRules<ServiceWork> = {
  scan: () => null,
  command: serviceCommand,
  sense: takeSignature,
  leave: (state, { order: { order }, startedAt, signing }) => {
    if (startedAt === null) return { ...state, activity: null };
    return signing ? serviceRefusals.notSigned(order) : serviceRefusals.stillRunning(order);
  },
  wants: ({ signing }) => (signing ? { signature: true } : {}),
  order: ({ order }) => order.order,
  prompt,
  actions,
  question: (service) =>
    service.signing ? { what: signatureAsked, without: { ...service, signing: false } } : null,
  view: viewOfService,
};

const signatureAsked = say({
  en: 'the question for the signature',
  de: 'die Bitte um die Unterschrift',
  fr: 'la demande de signature',
  es: 'la petición de la firma',
});

function prompt({ order, startedAt, signing }: ServiceWork): Message {
  const values = { order: order.order };
  if (startedAt === null) {
    return say(
      {
        en: 'Scan PP:START when the work begins',
        de: 'PP:START scannen, wenn die Arbeit beginnt',
        fr: 'Scannez PP:START au début du travail',
        es: 'Escanee PP:START cuando empiece el trabajo',
      },
      values,
    );
  }
  return signing
    ? say({
        en: 'Let the customer sign',
        de: 'Unterschreiben lassen',
        fr: 'Faites signer le client',
        es: 'Haga firmar al cliente',
      })
    : say(
        {
          en: 'Service {order} is running',
          de: 'Service {order} läuft',
          fr: 'Service {order} en cours',
          es: 'Servicio {order} en curso',
        },
        values,
      );
}

function actions({ startedAt, signing }: ServiceWork): ScreenAction<Message>[] {
  if (startedAt === null) return [{ code: 'PP:START', label: labels.start, tone: 'primary' }, leaveAction];
  const complete = { code: 'PP:COMPLETE', label: labels.complete, tone: 'primary' as const };
  return [...(signing ? [] : [complete]), { code: 'PP:STOP', label: labels.stop, tone: 'danger' }];
}

const labels = {
  start: say({ en: 'Start', de: 'Beginnen', fr: 'Commencer', es: 'Empezar' }),
  complete: say({ en: 'Complete', de: 'Abschließen', fr: 'Terminer', es: 'Terminar' }),
  stop: say({ en: 'Interrupt', de: 'Unterbrechen', fr: 'Interrompre', es: 'Interrumpir' }),
} as const;
