import type { Command } from '../activity.ts';
import { answerTo } from '../approval.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { scanItem } from './item-scan.ts';
import type { PackSession } from './pack-session.ts';
import { withoutAsking } from './sealing.ts';

/** The badge (and the PIN) of the second person; null for a command that has nothing to do with it. */
export function answerSubstitution(
  state: StationState,
  session: PackSession,
  command: Command,
  context: StepContext,
): Decision | null {
  const { approval, substituting } = session;
  if (approval === undefined || substituting === undefined) return null;
  const answer = answerTo(approval, state, command, context.work);
  if (answer === null) return null;
  if (answer.kind === 'refused') return refuse(state, answer.verdict);
  if (answer.kind === 'pin') {
    const activity = { ...session, approval: { badge: answer.badge } };
    return { ...answer.verdict, state: { ...state, activity }, facts: [] };
  }
  const { content, scanSeq } = substituting;
  const gtin = content.gtin ?? '';
  const product = context.work.productByGtin(gtin);
  if (product === undefined) return refuse(state, refusals.unknownBarcode(gtin));
  return scanItem(state, withoutAsking(session), content, product, context, { by: answer.by, scanSeq });
}
