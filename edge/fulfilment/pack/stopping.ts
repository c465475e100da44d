import { readBarcode } from '../../../protocols/gs1/barcode.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Code, Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { asParcelLabel } from '../parcel-label.ts';
import { saying } from '../saying.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';

interface StoppedParcel {
  readonly sscc: string;
  readonly order: string;
  readonly reason: string;
}

/** The label of a sealed parcel that may not leave, while nothing waits for a label: it is named, and `PP:STOP` puts it aside. */
export function refuseStoppedLabel(state: StationState, code: Code, { work }: StepContext): Decision | null {
  const sscc = code.kind === 'gs1' ? code.content.sscc : undefined;
  const stopped = sscc === undefined ? null : stoppedParcel(state, sscc, work);
  return stopped === null ? null : refuse(state, { ...parcelStopped(stopped), order: stopped.order });
}

/** `PP:STOP` after the label of a parcel whose order was held or cancelled: the person has put it aside. */
export function stopCommand(state: StationState, { name }: Command, context: StepContext): Decision | null {
  if (name !== 'STOP') return null;
  const { last } = state;
  const label = last === null ? null : asParcelLabel(readBarcode(last.raw, context.at), state, context.work);
  const sscc = label?.kind === 'gs1' ? label.content.sscc : undefined;
  const stopped = sscc === undefined ? null : stoppedParcel(state, sscc, context.work);
  if (stopped === null) {
    return state.activity === null || state.activity.kind === 'pack' ? refuse(state, labelFirst) : null;
  }
  const { order, reason } = stopped;
  const fact: FactDraft = { type: 'parcel.stopped', data: { order, sscc: stopped.sscc, reason } };
  // It is not to be printed any more, either.
  const prints = state.prints.filter((job) => job.subject !== stopped.sscc);
  return { ...putAside(stopped), order, state: { ...state, prints }, facts: [fact] };
}

/** The button behind a label that was refused like this. */
export function stopActions({ last, activity }: StationState): ScreenAction<Message>[] {
  const isRefused = last?.verdict === 'refused_parcel_stopped';
  const isHere = activity === null || activity.kind === 'pack';
  return isRefused && isHere ? [{ code: 'PP:STOP', label: aside, tone: 'primary' }] : [];
}

const aside = say({ en: 'Put aside', de: 'Beiseitegelegt', fr: 'Mis de côté', es: 'Apartado' });

/** A sealed parcel as this station or the gateway knows it, if something keeps it here. */
function stoppedParcel(state: StationState, sscc: string, work: WorkView): StoppedParcel | null {
  const document = work.floor.parcel(sscc);
  const order = document?.order ?? orderOf(state, sscc);
  if (order === undefined || document?.status === 'dispatched') return null;
  const released = work.order(order)?.document;
  const held = released !== undefined && released.status !== 'released';
  const reason = document?.stop ?? (held ? (released.holdReason ?? released.status) : undefined);
  return reason === undefined ? null : { sscc, order, reason };
}

function orderOf({ activity, parked, lastPacked }: StationState, sscc: string): string | undefined {
  const sessions = [activity, ...parked, lastPacked?.session ?? null];
  for (const session of sessions) {
    if (session?.kind === 'pack' && session.sealed.some((parcel) => parcel.sscc === sscc)) {
      return session.order.order;
    }
  }
  return undefined;
}

function parcelStopped({ sscc, order, reason }: StoppedParcel) {
  return saying(
    'refused_parcel_stopped',
    {
      en: 'Parcel {sscc} of order {order} may not leave: {reason}. Bring it to the place for stopped parcels, then scan PP:STOP.',
      de: 'Paket {sscc} von Auftrag {order} darf nicht weg: {reason}. Es zum Platz für gestoppte Pakete bringen, dann PP:STOP scannen.',
      fr: 'Le colis {sscc} de la commande {order} ne peut partir : {reason}. Portez-le à la place des colis arrêtés, puis scannez PP:STOP.',
      es: 'El paquete {sscc} del pedido {order} no puede salir: {reason}. Llévelo al lugar de los paquetes detenidos y escanee PP:STOP.',
    },
    { sscc, order, reason },
  );
}

function putAside({ sscc, order, reason }: StoppedParcel) {
  return saying(
    'parcel_stopped',
    {
      en: 'Parcel {sscc} of order {order} stays at the place for stopped parcels: {reason}. Go on.',
      de: 'Paket {sscc} von Auftrag {order} bleibt am Platz für gestoppte Pakete: {reason}. Weiter geht es.',
      fr: 'Le colis {sscc} de la commande {order} reste à la place des colis arrêtés : {reason}. Continuez.',
      es: 'El paquete {sscc} del pedido {order} se queda en el lugar de los paquetes detenidos: {reason}. Siga.',
    },
    { sscc, order, reason },
  );
}

const labelFirst = saying('refused_parcel_unknown', {
  en: 'Scan the label of the parcel first that may not leave, then PP:STOP.',
  de: 'Zuerst das Label des Pakets scannen, das nicht weg darf, dann PP:STOP.',
  fr: "Scannez d'abord l'étiquette du colis qui ne peut partir, puis PP:STOP.",
  es: 'Escanee primero la etiqueta del paquete que no puede salir, luego PP:STOP.',
});
