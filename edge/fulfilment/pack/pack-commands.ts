import type { FactData, FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { refuseStopped } from './order-scan.ts';
import { packRefusals } from './pack-refusals.ts';
import { openItems, openParcel, type PackSession, remainingOf, undoItem } from './pack-session.ts';
import { maxParcels, sealOpenParcel } from './sealing.ts';

type ShortReason = FactData<'pick.shorted'>['reason'];

/** A command barcode was scanned while an order is packed. */
export function packCommand(
  state: StationState,
  session: PackSession,
  command: Command,
  context: StepContext,
): Decision | null {
  switch (command.name) {
    case 'SEAL':
      return refuseStopped(state, session, context) ?? sealEarly(state, session, context);
    case 'SHORT': {
      const reason = shortReasons.get(command.argument);
      if (reason === undefined) return refuse(state, refusals.unknownCommand(command.text));
      return refuseStopped(state, session, context) ?? short(state, session, reason, context);
    }
    case 'UNDO':
      return undo(state, session);
    default:
      return null;
  }
}

/** `PP:SHORT` alone gives no reason. */
const shortReasons: ReadonlyMap<string, ShortReason> = new Map([
  ['', 'other'],
  ['STOCK_OUT', 'stock_out'],
  ['NOT_LOCATED', 'not_located'],
  ['DAMAGED', 'damaged'],
  ['EXPIRED', 'expired'],
]);

function sealEarly(state: StationState, session: PackSession, { work }: StepContext): Decision {
  if (openItems(session).length === 0) return refuse(state, packRefusals.nothingPacked);
  // The last parcel stays open for whatever completes the order.
  if (openParcel(session) >= maxParcels) return refuse(state, packRefusals.tooManyParcels);
  const sealing = sealOpenParcel(state, session, work);
  if (!sealing.ok) return refuse(state, sealing.refusal);
  return {
    verdict: 'parcel_sealed',
    done: true,
    message: say(
      {
        en: 'Parcel {parcel} is sealed, its label is {sscc}. Go on with the next parcel.',
        de: 'Paket {parcel} ist verschlossen, sein Label ist {sscc}. Mit dem nächsten Paket weitermachen.',
        fr: 'Le colis {parcel} est fermé, son étiquette est {sscc}. Continuez avec le colis suivant.',
        es: 'El paquete {parcel} está cerrado, su etiqueta es {sscc}. Siga con el siguiente paquete.',
      },
      { parcel: openParcel(session), sscc: sealing.sscc },
    ),
    state: sealing.state,
    facts: [sealing.fact],
  };
}

/** Gives up all that is missing and seals what is packed. */
function short(
  state: StationState,
  session: PackSession,
  reason: ShortReason,
  { work }: StepContext,
): Decision {
  const holdsItems = openItems(session).length > 0;
  if (!holdsItems && session.sealed.length === 0) return refuse(state, packRefusals.nothingPacked);
  const missing = shortfalls(session, reason);
  if (missing.length === 0) return refuse(state, packRefusals.nothingMissing);
  const lines = session.lines.map((line, index) => ({
    ...line,
    shorted: line.shorted + remainingOf(session, index),
  }));
  const closed = { ...session, lines };
  const sealing = holdsItems ? sealOpenParcel(state, closed, work) : undefined;
  if (sealing?.ok === false) return refuse(state, sealing.refusal);
  return {
    verdict: 'line_shorted',
    message: say(
      {
        en: 'Order {order} goes without what is missing. Scan the label of each parcel.',
        de: 'Auftrag {order} geht ohne das Fehlende. Das Label jedes Pakets scannen.',
        fr: "La commande {order} part sans ce qui manque. Scannez l'étiquette de chaque colis.",
        es: 'El pedido {order} sale sin lo que falta. Escanee la etiqueta de cada paquete.',
      },
      { order: session.order.order },
    ),
    state: sealing?.state ?? { ...state, activity: closed },
    facts: sealing === undefined ? missing : [...missing, sealing.fact],
  };
}

function shortfalls(session: PackSession, reason: ShortReason): FactDraft[] {
  const facts: FactDraft[] = [];
  for (const [index, { line, sku }] of session.order.lines.entries()) {
    const units = remainingOf(session, index);
    if (units === 0) continue;
    facts.push({ type: 'pick.shorted', data: { order: session.order.order, line, sku, units, reason } });
  }
  return facts;
}

/** Takes back the last confirmed item of the open parcel: the effect, by a compensating fact, not the record. */
function undo(state: StationState, session: PackSession): Decision {
  const item = session.undoable.at(-1);
  if (item === undefined) return refuse(state, packRefusals.nothingToUndo);
  const { order, lines } = session.order;
  const facts: FactDraft[] = [];
  for (const { index, units, pickSeq, packSeq } of item.parts) {
    const line = lines[index];
    if (line === undefined) continue;
    const named = { order, line: line.line, sku: line.sku, units, parcel: openParcel(session) };
    facts.push({ type: 'item.undone', data: { ...named, pickSeq, packSeq } });
  }
  const line = lines[item.parts[0]?.index ?? 0];
  return {
    verdict: 'item_undone',
    message: say(
      {
        en: 'Take {product} out of the parcel again.',
        de: '{product} wieder aus dem Paket nehmen.',
        fr: 'Retirez {product} du colis.',
        es: 'Saque {product} del paquete.',
      },
      { product: line?.name ?? '' },
    ),
    ...(line === undefined ? {} : { line: line.line }),
    state: { ...state, activity: undoItem(session, item) },
    facts,
  };
}
