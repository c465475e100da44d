import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext, type Verdict } from '../decision.ts';
import { refusals } from '../refusals.ts';
import { saying } from '../saying.ts';
import { type ShortReason, shortReasons } from '../short-reasons.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { totesFirst } from './check-messages.ts';
import { closeParcel, sealByCommand } from './closing.ts';
import { refuseStopped } from './order-scan.ts';
import { answerOverride, askOverride } from './overriding.ts';
import { packRefusals } from './pack-refusals.ts';
import { isComplete, openItems, type PackSession, remainingOf, type ShortPart } from './pack-session.ts';
import { choosePackaging } from './packaging.ts';
import { reopenByCommand } from './reopening.ts';
import { finishAtStation, maxParcels, withoutAsking } from './sealing.ts';
import { answerSubstitution } from './substituting.ts';
import { missingTotes } from './tote-contents.ts';
import { undo } from './undo.ts';

/** A command barcode was scanned while an order is packed. */
export function packCommand(
  state: StationState,
  session: PackSession,
  command: Command,
  context: StepContext,
): Decision | null {
  const answered =
    answerOverride(state, session, command, context) ?? answerSubstitution(state, session, command, context);
  if (answered !== null) return answered;
  // Whatever else is scanned takes back what was asked of the person.
  const given = withoutAsking(session);
  const stopped = () => refuseStopped(state, session, context);
  switch (command.name) {
    case 'SEAL':
      return stopped() ?? sealEarly(state, given, context);
    case 'PACKAGING':
      return stopped() ?? choosePackaging(state, given, command.argument, context);
    case 'OVERRIDE':
      return stopped() ?? askOverride(state, given, command, context);
    case 'REOPEN':
      return reopenByCommand(state, session, command.argument);
    case 'NEW_PARCEL':
      return stopped() ?? sealEarly(state, given, context);
    case 'SHORT': {
      const reason = shortReasons.get(command.argument);
      if (reason === undefined) return refuse(state, refusals.unknownCommand(command.text));
      return stopped() ?? short(state, given, reason, context);
    }
    case 'UNDO':
      return undo(state, given);
    default:
      return null;
  }
}

function sealEarly(state: StationState, session: PackSession, context: StepContext): Decision {
  if (openItems(session).length === 0) return refuse(state, packRefusals.nothingPacked);
  // The last parcel stays open for whatever completes the order.
  if (session.sealed.length + 1 >= maxParcels && !isComplete(session)) {
    return refuse(state, packRefusals.tooManyParcels);
  }
  return sealByCommand(state, session, context);
}

/** Gives up all that is missing and seals what is packed. */
function short(
  state: StationState,
  session: PackSession,
  reason: ShortReason,
  context: StepContext,
): Decision {
  const holdsItems = openItems(session).length > 0;
  if (!holdsItems && session.sealed.length === 0)
    return refuse(state, packRefusals.nothingToShip(session.order.order));
  if (missingTotes(session, context.work).length > 0)
    return refuse(state, totesFirst('refused_totes_missing', session, context.work));
  const parts = shortfalls(session, context.scanSeq);
  if (parts.length === 0) return refuse(state, packRefusals.nothingMissing);
  const missing = shortFacts(session, parts, reason);
  const lines = session.lines.map((line, index) => ({
    ...line,
    shorted: line.shorted + remainingOf(session, index),
  }));
  const closed: PackSession = { ...session, lines, short: { parts, behind: session.undoable.length } };
  const told = shortTold(session, context.work);
  if (!holdsItems) return { ...told, ...endWithout(state, closed, context), facts: missing };
  const { done, ...decision } = closeParcel(state, closed, context, { facts: missing });
  if (decision.verdict === 'parcel_sealed' && decision.finished === undefined)
    return { ...decision, ...told };
  return { ...decision, ...(done === undefined ? {} : { done }) };
}

/** All parcels are sealed already: a site that loads them elsewhere is done with the order here. */
function endWithout(state: StationState, closed: PackSession, { work }: StepContext) {
  if (work.rules().ship.by === 'station') return { state: { ...state, activity: closed } };
  return { state: finishAtStation(state, closed, false), finished: closed.order.order };
}

function shortTold({ order: { order } }: PackSession, work: WorkView): Verdict {
  return saying('line_shorted', shortTexts[work.rules().ship.by], { order });
}

const shortTexts = {
  station: {
    en: 'Order {order} goes without what is missing. Scan the label of each parcel.',
    de: 'Auftrag {order} geht ohne das Fehlende. Das Label jedes Pakets scannen.',
    fr: "La commande {order} part sans ce qui manque. Scannez l'étiquette de chaque colis.",
    es: 'El pedido {order} sale sin lo que falta. Escanee la etiqueta de cada paquete.',
  },
  load: {
    en: 'Order {order} goes without what is missing. Its parcels go to the load; scan the next order.',
    de: 'Auftrag {order} geht ohne das Fehlende. Seine Pakete kommen zur Ladung; den nächsten Auftrag scannen.',
    fr: 'La commande {order} part sans ce qui manque. Ses colis vont au chargement ; scannez la commande suivante.',
    es: 'El pedido {order} sale sin lo que falta. Sus paquetes van a la carga; escanee el pedido siguiente.',
  },
} as const;

function shortfalls(session: PackSession, scanSeq: number): ShortPart[] {
  const missing = session.order.lines.flatMap((_, index) => {
    const units = remainingOf(session, index);
    return units === 0 ? [] : [{ index, units }];
  });
  return missing.map((part, at) => ({ ...part, shortSeq: scanSeq + 1 + at }));
}

function shortFacts(
  { order: { order, lines } }: PackSession,
  parts: readonly ShortPart[],
  reason: ShortReason,
): FactDraft[] {
  return parts.flatMap(({ index, units }): FactDraft[] => {
    const line = lines[index];
    if (line === undefined) return [];
    return [{ type: 'pick.shorted', data: { order, line: line.line, sku: line.sku, units, reason } }];
  });
}
