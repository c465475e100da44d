import type { FactDraft } from '../../protocols/wire/fact.ts';
import { type Decision, refuse, type ScanContext } from './decision.ts';
import { refuseHeld } from './order-scan.ts';
import { refusals } from './refusals.ts';
import { isComplete, remainingOf } from './session.ts';
import { maxRecentSerials, type ParcelItem, type Session, type StationState } from './state.ts';

/** The label of a parcel was scanned: the last one of a complete order dispatches it. */
export function scanParcel(state: StationState, sscc: string, context: ScanContext): Decision {
  const { session } = state;
  if (session === null) return refuse(state, refusals.noOrderOpen);
  const { order } = session.order;
  const held = refuseHeld(state, session, context);
  if (held !== undefined) return held;
  if (!session.sealed.some((parcel) => parcel.sscc === sscc)) {
    return refuse(state, refusals.wrongParcel(sscc, order));
  }
  if (!isComplete(session)) return refuse(state, refusals.orderIncomplete(order, missingUnits(session)));
  const sealed = session.sealed.map((parcel) =>
    parcel.sscc === sscc ? { ...parcel, scanned: true } : parcel,
  );
  const checked = { ...session, sealed };
  const left = sealed.filter((parcel) => !parcel.scanned).length;
  return left === 0 ? dispatch(state, checked, context) : check(state, checked, left);
}

function missingUnits(session: Session): number {
  return session.lines.reduce((sum, _, index) => sum + remainingOf(session, index), 0);
}

function check(state: StationState, session: Session, left: number): Decision {
  const message = `Parcel checked. Scan the label${left === 1 ? '' : 's'} of the other ${left}.`;
  return { verdict: 'parcel_checked', message, state: { ...state, session }, facts: [] };
}

function dispatch(state: StationState, session: Session, { scanSeq }: ScanContext): Decision {
  const { order } = session.order;
  const parcels = session.sealed.map((parcel) => parcel.sscc);
  const fact: FactDraft = {
    type: 'shipment.dispatched',
    data: { order, shipment: `${order}/1`, parcels, lines: shippedLines(session), scanSeq },
  };
  const recentSerials = [...state.recentSerials, ...session.serials].slice(-maxRecentSerials);
  return {
    verdict: 'shipment_dispatched',
    message: `Order ${order} is dispatched. Scan the next order.`,
    state: { ...state, session: null, recentSerials },
    facts: [fact],
  };
}

/** What the parcels hold, per line of the order. */
function shippedLines(session: Session): ParcelItem[] {
  const lines: ParcelItem[] = [];
  for (const [index, { sealed }] of session.lines.entries()) {
    const line = session.order.lines[index];
    if (line !== undefined && sealed > 0) lines.push({ line: line.line, sku: line.sku, units: sealed });
  }
  return lines;
}
