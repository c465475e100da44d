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
import type { StationState } from './state.ts';
import { openWall } from './wall/wall-scan.ts';

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
function strange({ activity }: StationState, code: Code, { work }: StepContext): Verdict {
  if (code.kind === 'refused') return refusals.unreadable(code.refusal);
  if (code.kind === 'text') {
    return activity === null ? refusals.opensNothing(code.text) : refusals.unknownBarcode(code.text);
  }
  const { sscc, gtin } = code.content;
  // Bare digits may be meant as an order number that nobody here knows.
  if (sscc === code.text && activity === null) return refusals.opensNothing(sscc);
  if (sscc !== undefined && activity === null) {
    return work.rules().ship.by === 'load' ? refusals.noLoadOpen : refusals.nothingOpen;
  }
  if (sscc !== undefined) return refusals.unknownBarcode(sscc);
  if (gtin === undefined) return refusals.noProductNamed;
  return work.productByGtin(gtin) === undefined ? refusals.unknownBarcode(gtin) : refusals.nothingOpen;
}
