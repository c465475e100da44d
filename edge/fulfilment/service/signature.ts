import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision, StepContext } from '../decision.ts';
import type { Sensed } from '../input.ts';
import { saying } from '../saying.ts';
import type { StationState } from '../state.ts';
import { refuseStopped } from './open-service.ts';
import type { ServiceWork } from './service-work.ts';

/** The customer has signed: all lines of the order are delivered. Null for a signature that nobody asked for, or without a name. */
export function takeSignature(
  state: StationState,
  { order: document, startedAt, signing }: ServiceWork,
  sensed: Sensed,
  { work }: StepContext,
): Decision | null {
  if (sensed.kind !== 'signature' || !signing || startedAt === null) return null;
  const signedBy = sensed.name?.trim().slice(0, 200) ?? '';
  if (signedBy === '' || refuseStopped(document, work) !== undefined) return null;
  const { order } = document;
  const { sha256, bytes, mediaType } = sensed;
  const lines = document.lines.map(({ line, sku, units }) => ({ line, sku, units }));
  const fact: FactDraft = {
    type: 'service.completed',
    data: { order, lines, signedBy, signature: { sha256, bytes, mediaType }, startedAt },
  };
  return {
    ...saying(
      'service_completed',
      {
        en: 'Service {order} is completed, signed by {name}.',
        de: 'Service {order} ist abgeschlossen, unterschrieben von {name}.',
        fr: 'Le service {order} est terminé, signé par {name}.',
        es: 'El servicio {order} está terminado, firmado por {name}.',
      },
      { order, name: signedBy },
    ),
    done: true,
    order,
    finished: order,
    state: { ...state, activity: null },
    facts: [fact],
  };
}
