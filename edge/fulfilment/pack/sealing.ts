import { allocateSscc, type SsccAllocation } from '../../../protocols/gs1/sscc-range.ts';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Verdict } from '../decision.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { packRefusals } from './pack-refusals.ts';
import { openItems, openParcel, type PackSession } from './pack-session.ts';

/** As many as one shipment.dispatched can name. */
export const maxParcels = 500;

export type Sealing =
  | { readonly ok: true; readonly state: StationState; readonly sscc: string; readonly fact: FactDraft }
  | { readonly ok: false; readonly refusal: Verdict };

/**
 * Seals the open parcel of a session, which may not be empty, with the next SSCC of the station. A refusal leaves
 * everything as it is, so that the same scan can be repeated after a new range was set.
 */
export function sealOpenParcel(state: StationState, session: PackSession, work: WorkView): Sealing {
  const parcel = openParcel(session);
  const site = work.site();
  if (site === undefined) return { ok: false, refusal: packRefusals.noSite };
  const allocation = nextSscc(state, work, site.gs1CompanyPrefix);
  if (!allocation.ok) return { ok: false, refusal: packRefusals.rangeUsedUp };
  const { sscc, next: nextSsccSerial } = allocation;
  const items = openItems(session);
  const next: PackSession = {
    ...session,
    lines: session.lines.map((line) => ({ ...line, sealed: line.done })),
    sealed: [...session.sealed, { parcel, sscc, items, scanned: false }],
    undoable: [],
  };
  return {
    ok: true,
    state: { ...state, activity: next, nextSsccSerial },
    sscc,
    fact: { type: 'parcel.sealed', data: { order: session.order.order, parcel, sscc, items } },
  };
}

/** Goes on where it stopped as long as that lies in the range; a range elsewhere begins at its first serial. */
function nextSscc(state: StationState, work: WorkView, companyPrefix: string): SsccAllocation {
  const { extensionDigit, firstSerial: first, lastSerial: last } = work.ssccRange();
  const next = state.nextSsccSerial;
  const isWithin = next >= first && next <= last + 1;
  return allocateSscc({ extensionDigit, companyPrefix, first, last }, isWithin ? next : first);
}
