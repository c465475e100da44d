import type { ActivityRules, Code } from '../activity.ts';
import { questions } from '../common-actions.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { pickItem } from './item-pick.ts';
import { scanLocation } from './location-scan.ts';
import { pickCommand } from './pick-commands.ts';
import { pickActions, pickPrompt } from './pick-prompt.ts';
import { type PickSession, stopAt } from './pick-session.ts';
import { pickView } from './pick-view.ts';
import { leaveWalk, takenElsewhere } from './task-scan.ts';
import { scanTote } from './tote-scan.ts';
import { walkSteps } from './undo-list.ts';

/** Goods are picked from their locations into totes. */
export const pickRules: ActivityRules<PickSession> = {
  scan: scanCode,
  command: pickCommand,
  sense: () => null,
  leave: leaveWalk,
  wants: ({ approval }) => (approval === null || approval.badge === null ? {} : { pin: true }),
  order: orderOf,
  prompt: pickPrompt,
  actions: pickActions,
  undoable: walkSteps,
  question: (session) =>
    session.approval === null
      ? null
      : { what: questions.supervisor, without: { ...session, approval: null } },
  view: pickView,
};

function scanCode(
  before: StationState,
  asked: PickSession,
  code: Code,
  context: StepContext,
): Decision | null {
  // Whatever else is scanned, refused or not, nobody waits for the approval any more.
  const session = asked.approval === null ? asked : { ...asked, approval: null };
  const state = { ...before, activity: session };
  const { work } = context;
  if (code.text === session.task) return null;
  const elsewhere = takenElsewhere(session, context);
  if (elsewhere !== undefined) return refuse(state, elsewhere);
  if (isTote(session, code, work)) return scanTote(state, session, code.text, context);
  if (isLocation(session, code, work)) return scanLocation(state, session, code.text, context);
  if (code.kind !== 'gs1' || code.content.sscc !== undefined) return null;
  const { content } = code;
  if (content.gtin === undefined) return refuse(state, refusals.noProductNamed);
  const product = work.productByGtin(content.gtin);
  return product === undefined ? null : pickItem(state, session, { content, product }, context, null);
}

/** `T-` names a tote; so does any other code that is known as one. */
function isTote({ totes }: PickSession, { kind, text }: Code, work: WorkView): boolean {
  if (totes.some(({ tote }) => tote === text) || work.floor.tote(text) !== undefined) return true;
  return kind === 'text' && /^T-[A-Za-z0-9._/-]{1,38}$/.test(text);
}

/** `L-` names a location; so does any other code that is known as one. */
function isLocation({ stops }: PickSession, { kind, text }: Code, work: WorkView): boolean {
  if (work.location(text) !== undefined || stops.some(({ location }) => location === text)) return true;
  return kind === 'text' && /^L-[A-Za-z0-9._/-]{1,38}$/.test(text);
}

function orderOf({ orders, hand, stops }: PickSession): string | undefined {
  if (orders.length === 1) return orders[0];
  return hand === null ? undefined : stopAt({ stops }, hand.stop).parts[hand.shares[0]?.part ?? 0]?.order;
}
