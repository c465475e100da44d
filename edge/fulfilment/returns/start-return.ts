import type { Code, Command } from '../activity.ts';
import { heldElsewhere } from '../claimed.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say, shown } from '../message.ts';
import { withLabel } from '../printing/name-label.ts';
import type { StationState } from '../state.ts';
import { returnRefusals } from './return-refusals.ts';
import type { ReturnWork } from './return-work.ts';
import { shippedOf } from './shipped.ts';

/** `PP:RETURN:order`; `PP:RETURN` alone asks for the label or the order. */
export function returnCommand(state: StationState, command: Command, context: StepContext): Decision | null {
  if (command.name !== 'RETURN') return null;
  const order = command.argument.trim();
  if (order !== '') return startReturn(state, order, undefined, context);
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  return {
    verdict: 'return_started',
    message: say({
      en: 'Scan the label of the parcel that came back, or its order number.',
      de: 'Das Label des zurückgekommenen Pakets oder seine Auftragsnummer scannen.',
      fr: "Scannez l'étiquette du colis revenu, ou son numéro de commande.",
      es: 'Escanee la etiqueta del paquete devuelto o su número de pedido.',
    }),
    state: { ...left, activity: { kind: 'asked', for: 'return' } },
    facts: [],
  };
}

/** The label of a parcel that has left begins nothing by itself: it may be the last scan of its dispatch once more. */
export function refuseLeftLabel(state: StationState, code: Code, { work }: StepContext): Decision | null {
  const sscc = code.kind === 'gs1' ? code.content.sscc : undefined;
  if (sscc === undefined) return null;
  const parcel = work.floor.parcel(sscc);
  const isGone = parcel?.status === 'dispatched' || state.parcels.left.includes(sscc);
  return isGone ? refuse(state, returnRefusals.hasLeft(sscc, parcel?.order)) : null;
}

/** The code that was asked for: a label or an order number. */
export function returnOf(state: StationState, code: Code, context: StepContext): Decision {
  const sscc = code.kind === 'gs1' ? code.content.sscc : undefined;
  if (sscc === undefined) return startReturn(state, code.text, undefined, context);
  const order = context.work.floor.parcel(sscc)?.order;
  return order === undefined
    ? refuse(state, returnRefusals.unknown(sscc))
    : startReturn(state, order, sscc, context);
}

function startReturn(
  state: StationState,
  order: string,
  sscc: string | undefined,
  context: StepContext,
): Decision {
  const { activity } = state;
  if (activity?.kind === 'return' && activity.order === order) return told(state, activity);
  const shipped = shippedOf(state, order, sscc, context.work);
  if (shipped === undefined) return refuse(state, returnRefusals.unknown(shown(order)));
  if (shipped.lines.every(({ left }) => left === 0)) return refuse(state, returnRefusals.notLeft(order));
  const other = heldElsewhere({ kind: 'return', order }, context);
  if (other !== undefined) return refuse(state, returnRefusals.elsewhere(order, other));
  const left = context.leave(state);
  if ('verdict' in left) return refuse(state, left);
  const work: ReturnWork = {
    kind: 'return',
    return: returnName(order, context.scanSeq),
    order,
    lines: shipped.lines,
    shippedSerials: shipped.serials,
    ...{ serials: [], found: null, undoable: [] },
  };
  const label = sscc === undefined ? {} : { sscc };
  const begun = { ...left, activity: work };
  const { rules, equipment } = context.work;
  const isPrinted = rules().returns.label === 'print' && equipment().printer;
  const paper = { document: 'return_label', subject: work.return, order } as const;
  return {
    ...told(isPrinted ? withLabel(begun, paper) : begun, work),
    facts: [{ type: 'return.started', data: { return: work.return, order, ...label } }],
  };
}

/** `R-{order}-{n}`, where n is the seq of its scan: no other return of this station has it. */
function returnName(order: string, seq: number): string {
  return `R-${order.slice(0, 37 - String(seq).length)}-${seq}`;
}

function told(state: StationState, { order }: ReturnWork): Decision {
  return {
    verdict: 'return_started',
    message: say(
      {
        en: 'Return of order {order}. Scan the condition, then each item.',
        de: 'Retoure von Auftrag {order}. Den Zustand scannen, dann jeden Artikel.',
        fr: "Retour de la commande {order}. Scannez l'état, puis chaque article.",
        es: 'Devolución del pedido {order}. Escanee el estado y luego cada artículo.',
      },
      { order },
    ),
    order,
    state,
    facts: [],
  };
}
