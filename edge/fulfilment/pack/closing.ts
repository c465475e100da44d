import { type Decision, refuse, type StepContext } from '../decision.ts';
import type { StationState } from '../state.ts';
import { askFor, refuseFor } from './check-messages.ts';
import type { PackSession } from './pack-session.ts';
import { openChecks } from './parcel-checks.ts';
import { type Before, sealParcel } from './sealing.ts';

/**
 * The open parcel shall be closed, by the item that completes its order or by a person. It is sealed at once if no check is
 * open; otherwise the first one is asked for, and what was found of the parcel seals it.
 */
export function closeParcel(
  state: StationState,
  session: PackSession,
  context: StepContext,
  before: Before,
): Decision {
  const checks = openChecks(session, context.work);
  const next = checks.find((one) => one.state === 'missing') ?? checks.find(({ blocks }) => blocks);
  if (next === undefined) return sealParcel(state, session, context, before);
  const checking: PackSession = { ...session, open: { ...session.open, stage: 'checking' } };
  const told =
    next.state === 'missing' ? askFor(next, session, context.work) : refuseFor(next, session, context.work);
  const { facts, line } = before;
  const concerns = line === undefined ? {} : { line };
  return { ...told, ...concerns, state: { ...state, activity: checking }, facts };
}

/** `PP:SEAL`, or the same again while its checks are open: what blocks is named, what only warns is passed over. */
export function sealByCommand(state: StationState, session: PackSession, context: StepContext): Decision {
  const nothing = { facts: [] };
  if (session.open.stage === 'filling') return closeParcel(state, session, context, nothing);
  const blocking = openChecks(session, context.work).find(({ blocks }) => blocks);
  if (blocking !== undefined) return refuse(state, refuseFor(blocking, session, context.work));
  return sealParcel(state, session, context, nothing);
}
