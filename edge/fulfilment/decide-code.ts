import type { Code, Opener } from './activity.ts';
import { openCountTask } from './count/open-count.ts';
import { type Decision, refuse, type StepContext, type Verdict } from './decision.ts';
import { openOrder } from './pack/order-scan.ts';
import { refuseStoppedLabel } from './pack/stopping.ts';
import { openTote } from './pack/tote-scan.ts';
import { openPickOrder, openTask } from './pick/task-scan.ts';
import { refusals } from './refusals.ts';
import { refuseLeftLabel } from './returns/start-return.ts';
import { rulesOf } from './rules-of.ts';
import { openService } from './service/open-service.ts';
import { openDoor } from './ship/dock-door.ts';
import { openLoadByCode } from './ship/open-load.ts';
import type { OwnParcels } from './ship/own-parcels.ts';
import type { Activity, StationState } from './state.ts';
import { openWall } from './wall/wall-scan.ts';
import type { WorkView } from './work-view.ts';

/** What a code may open when the work in hand does not want it; the first that knows it decides. */
const openers: readonly Opener[] = [
  openService,
  openTask,
  openPickOrder,
  openWall,
  openTote,
  openOrder,
  refuseStoppedLabel,
  openLoadByCode,
  openDoor,
  refuseLeftLabel,
  openCountTask,
];

/** Any barcode that is no command: the work in hand comes first, then what it may open. */
export function decideCode(state: StationState, code: Code, context: StepContext): Decision {
  if (code.kind === 'text' && code.text === '') return refuse(state, refusals.empty);
  const { activity } = state;
  const wanted = activity === null ? null : rulesOf(activity).scan(state, activity, code, context);
  return wanted ?? open(state, code, context) ?? refuse(state, strange(state, code, context));
}

function open(state: StationState, code: Code, context: StepContext): Decision | null {
  for (const opener of openers) {
    const decision = opener(state, code, context);
    if (decision !== null) return decision;
  }
  return null;
}

/** Nobody knows the code: which kind of "not found" it is. */
function strange({ activity, parcels }: StationState, code: Code, { work }: StepContext): Verdict {
  if (code.kind === 'refused') return refusals.unreadable(code.refusal);
  if (code.kind === 'text') {
    if (isPlaceOrTote(code.text, activity, work)) return refusals.notWanted(code.text);
    return activity === null ? refusals.opensNothing(code.text) : refusals.unknownCode(code.text);
  }
  const { sscc, gtin } = code.content;
  // With its AI or without, it is the same label; bare digits may also be meant as the number of an order.
  if (sscc !== undefined && activity === null) {
    if (work.rules().ship.by === 'load') return refusals.noLoadOpen;
    return isKnownParcel(sscc, parcels, work) ? refusals.nothingOpen : refusals.unknownLabel(sscc);
  }
  if (sscc !== undefined) return refusals.unknownBarcode(sscc);
  if (gtin === undefined) return refusals.noProductNamed;
  return work.productByGtin(gtin) === undefined ? refusals.unknownBarcode(gtin) : refusals.nothingOpen;
}

/** With nothing in hand, what looks like the name of a place may be meant as an order number. */
function isPlaceOrTote(text: string, activity: Activity | null, work: WorkView): boolean {
  const isKnown = work.location(text) !== undefined || work.floor.tote(text) !== undefined;
  return isKnown || (activity !== null && /^[LT]-[A-Za-z0-9._/-]{1,38}$/.test(text));
}

function isKnownParcel(sscc: string, { sealed, left }: OwnParcels, work: WorkView): boolean {
  return (
    work.floor.parcel(sscc) !== undefined || left.includes(sscc) || sealed.some((one) => one.sscc === sscc)
  );
}
