import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision } from '../decision.ts';
import type { StationState } from '../state.ts';

/**
 * What ends a return that this decision leaves behind, by whatever way: it is an open one for the office until that hears of its
 * end. Empty where none is left, or the decision itself ends it.
 */
export function closingOfLeft({ activity }: StationState, { state, facts }: Decision): FactDraft[] {
  if (activity?.kind !== 'return') return [];
  const inHand = [state.activity, ...state.parked];
  const isEnded =
    inHand.every((one) => one?.kind !== 'return' || one.return !== activity.return) &&
    facts.every(({ type }) => type !== 'return.closed');
  if (!isEnded) return [];
  return [{ type: 'return.closed', data: { return: activity.return, order: activity.order } }];
}
