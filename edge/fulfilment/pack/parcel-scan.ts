import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { refuseStopped } from './order-scan.ts';
import { packRefusals } from './pack-refusals.ts';
import { isComplete, isSealed, type PackSession, type ParcelItem, remainingOf } from './pack-session.ts';
import { reopenParcel } from './reopening.ts';
import { finishAtStation } from './sealing.ts';

/** The label of a parcel was scanned: the last one of a complete order dispatches it. */
export function scanParcel(
  state: StationState,
  session: PackSession,
  sscc: string,
  context: StepContext,
): Decision {
  const { order } = session.order;
  if (session.reopening === true) return reopenParcel(state, session, sscc);
  if (session.voided.includes(sscc)) return refuse(state, packRefusals.labelVoid(sscc));
  const stopped = refuseStopped(state, session, context);
  if (stopped !== undefined) return stopped;
  if (!session.sealed.some((parcel) => parcel.sscc === sscc)) {
    return refuse(state, packRefusals.wrongParcel(sscc, order));
  }
  if (!isComplete(session)) return refuse(state, packRefusals.orderIncomplete(order, missingUnits(session)));
  if (!isSealed(session)) return refuse(state, packRefusals.parcelOpen(order));
  const sealed = session.sealed.map((parcel) =>
    parcel.sscc === sscc ? { ...parcel, scanned: true } : parcel,
  );
  const checked = { ...session, sealed };
  const left = sealed.filter((parcel) => !parcel.scanned).length;
  return left === 0 ? dispatch(state, checked, context) : check(state, checked, left);
}

function missingUnits(session: PackSession): number {
  return session.lines.reduce((sum, _, index) => sum + remainingOf(session, index), 0);
}

function check(state: StationState, session: PackSession, n: number): Decision {
  const message = say(
    {
      en: 'Parcel checked. Scan the {n:label|labels} of the other {n}.',
      de: 'Paket geprüft. Noch {n} {n:Label|Labels} scannen.',
      fr: 'Colis vérifié. Scannez {n:celui|ceux} qui {n:reste|restent} ({n}).',
      es: 'Paquete comprobado. Escanee {n:la etiqueta|las etiquetas} de {n:el otro|los otros} {n}.',
    },
    { n },
  );
  return { verdict: 'parcel_checked', message, state: { ...state, activity: session }, facts: [] };
}

function dispatch(state: StationState, session: PackSession, { scanSeq }: StepContext): Decision {
  const { order } = session.order;
  const parcels = session.sealed.map((parcel) => parcel.sscc);
  const fact: FactDraft = {
    type: 'shipment.dispatched',
    data: { order, shipment: `${order}/1`, parcels, lines: shippedLines(session), scanSeq },
  };
  return {
    verdict: 'shipment_dispatched',
    done: true,
    message: say(
      {
        en: 'Order {order} is dispatched. Scan the next order.',
        de: 'Auftrag {order} ist versandt. Den nächsten Auftrag scannen.',
        fr: 'La commande {order} est expédiée. Scannez la commande suivante.',
        es: 'El pedido {order} está expedido. Escanee el pedido siguiente.',
      },
      { order },
    ),
    state: finishAtStation(state, session, true),
    facts: [fact],
  };
}

/** What the parcels hold, per line of the order. */
function shippedLines(session: PackSession): ParcelItem[] {
  const lines: ParcelItem[] = [];
  for (const [index, { sealed }] of session.lines.entries()) {
    const line = session.order.lines[index];
    if (line !== undefined && sealed > 0) lines.push({ line: line.line, sku: line.sku, units: sealed });
  }
  return lines;
}
