import type { StepContext, Verdict } from '../decision.ts';
import { type Choice, chooseWants } from '../goods/choose-wants.ts';
import type { ScannedItem } from '../goods/scanned-item.ts';
import { isTakenElsewhere } from '../goods/taken-piece.ts';
import { type Want, wantOf } from '../goods/want.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { givenUpOfLine } from './given-up.ts';
import { packRefusals } from './pack-refusals.ts';
import { type PackSession, remainingOf } from './pack-session.ts';

/**
 * Which lines the units of an item serve, or why they serve none.
 *
 * @param approvedBy the supervisor who agreed to a substitution.
 */
export function chooseLines(
  item: ScannedItem,
  state: StationState,
  session: PackSession,
  { work, at }: StepContext,
  approvedBy: string | null,
): Choice | Verdict {
  return chooseWants(item, wantsOf(session, work), {
    work,
    at,
    // At a pack station nobody knows where an item comes from.
    shelf: null,
    isTaken: (serial) => wasPacked(serial, state, session, work),
    orders: [session.order.order],
    approvedBy,
    strange: packRefusals.notOnOrder(item.product.name, session.order.order),
  });
}

function wantsOf(session: PackSession, work: WorkView): Want[] {
  const { order } = session;
  return order.lines.map((line, index) => {
    const givenUp = givenUpOfLine(session, index, work);
    const remaining = remainingOf(session, index);
    return wantOf(order, line, { index, remaining, ...(givenUp === undefined ? {} : { givenUp }) });
  });
}

/** Here, or at another station as far as the gateway has told. */
function wasPacked(serial: string, state: StationState, session: PackSession, work: WorkView): boolean {
  return (
    session.serials.includes(serial) ||
    state.recentSerials.includes(serial) ||
    state.parked.some((parked) => parked.kind === 'pack' && parked.serials.includes(serial)) ||
    isTakenElsewhere(serial, [session.order.order], work)
  );
}
