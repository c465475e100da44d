import type { Barcode } from '../../protocols/gs1/barcode.ts';
import type { FactData, FactDraft } from '../../protocols/wire/fact.ts';
import { type Decision, refuse, type ScanContext } from './decision.ts';
import { refuseHeld } from './order-scan.ts';
import { refusals } from './refusals.ts';
import { maxParcels, sealOpenParcel } from './sealing.ts';
import { openItems, openParcel, remainingOf, undoItem } from './session.ts';
import type { Session, StationState } from './state.ts';

type Command = Extract<Barcode, { kind: 'command' }>;
type ShortReason = FactData<'pick.shorted'>['reason'];

/** A command barcode was scanned. */
export function scanCommand(state: StationState, command: Command, context: ScanContext): Decision {
  switch (command.name) {
    case 'BADGE':
      return signIn(state, command);
    case 'SEAL':
      return inSession(state, context, (session) => sealEarly(state, session, context));
    case 'SHORT': {
      const reason = shortReasons.get(command.argument);
      if (reason === undefined) return refuse(state, refusals.unknownCommand(command.text));
      return inSession(state, context, (session) => short(state, session, reason, context));
    }
    case 'UNDO':
      return state.session === null ? refuse(state, refusals.noOrderOpen) : undo(state, state.session);
    default:
      return refuse(state, refusals.unknownCommand(command.text));
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

function inSession(state: StationState, context: ScanContext, act: (session: Session) => Decision): Decision {
  const { session } = state;
  if (session === null) return refuse(state, refusals.noOrderOpen);
  return refuseHeld(state, session, context) ?? act(session);
}

function signIn(state: StationState, command: Command): Decision {
  const operator = command.argument.trim();
  if (operator === '' || operator.length > 64) return refuse(state, refusals.unknownCommand(command.text));
  const facts: FactDraft[] =
    operator === state.operator ? [] : [{ type: 'operator.signed_in', data: { operator } }];
  return {
    verdict: 'operator_signed_in',
    message: `Hello ${operator}.`,
    state: { ...state, operator },
    facts,
  };
}

function sealEarly(state: StationState, session: Session, { work }: ScanContext): Decision {
  if (openItems(session).length === 0) return refuse(state, refusals.nothingPacked);
  // The last parcel stays open for whatever completes the order.
  if (openParcel(session) >= maxParcels) return refuse(state, refusals.tooManyParcels);
  const sealing = sealOpenParcel(state, session, work);
  if (!sealing.ok) return refuse(state, sealing.refusal);
  return {
    verdict: 'parcel_sealed',
    message: `Parcel ${openParcel(session)} is sealed, its label is ${sealing.sscc}. Go on with the next parcel.`,
    state: sealing.state,
    facts: [sealing.fact],
  };
}

/** Gives up all that is missing and seals what is packed. */
function short(state: StationState, session: Session, reason: ShortReason, { work }: ScanContext): Decision {
  const holdsItems = openItems(session).length > 0;
  if (!holdsItems && session.sealed.length === 0) return refuse(state, refusals.nothingPacked);
  const missing = shortfalls(session, reason);
  if (missing.length === 0) return refuse(state, refusals.nothingMissing);
  const lines = session.lines.map((line, index) => ({
    ...line,
    shorted: line.shorted + remainingOf(session, index),
  }));
  const closed = { ...session, lines };
  const sealing = holdsItems ? sealOpenParcel(state, closed, work) : undefined;
  if (sealing?.ok === false) return refuse(state, sealing.refusal);
  return {
    verdict: 'line_shorted',
    message: `Order ${session.order.order} goes without what is missing. Scan the label of each parcel.`,
    state: sealing?.state ?? { ...state, session: closed },
    facts: sealing === undefined ? missing : [...missing, sealing.fact],
  };
}

function shortfalls(session: Session, reason: ShortReason): FactDraft[] {
  const facts: FactDraft[] = [];
  for (const [index, { line, sku }] of session.order.lines.entries()) {
    const units = remainingOf(session, index);
    if (units === 0) continue;
    facts.push({ type: 'pick.shorted', data: { order: session.order.order, line, sku, units, reason } });
  }
  return facts;
}

/** Takes back the last confirmed item of the open parcel: the effect, by a compensating fact, not the record. */
function undo(state: StationState, session: Session): Decision {
  const item = session.undoable.at(-1);
  if (item === undefined) return refuse(state, refusals.nothingToUndo);
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
    message: `Take ${line?.name ?? 'the item'} out of the parcel again.`,
    ...(line === undefined ? {} : { line: line.line }),
    state: { ...state, session: undoItem(session, item) },
    facts,
  };
}
