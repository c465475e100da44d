import type { ActivityRules, Code, Question } from '../activity.ts';
import { questions } from '../common-actions.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { scanItem } from './item-scan.ts';
import { leaveSession } from './order-scan.ts';
import { packActions } from './pack-actions.ts';
import { packCommand } from './pack-commands.ts';
import { packPrompt } from './pack-prompt.ts';
import { packSense, packWants } from './pack-sense.ts';
import type { PackSession } from './pack-session.ts';
import { packView } from './pack-view.ts';
import { scanParcel } from './parcel-scan.ts';
import { withoutAsking } from './sealing.ts';
import { lookAgain } from './tote-contents.ts';
import { packSteps } from './undo.ts';

/** An order is picked and packed at the station, or packed out of what was picked. */
export const packRules: ActivityRules<PackSession> = {
  scan: (state, session, code, context) => scanCode(state, lookAgain(session, context.work), code, context),
  command: (state, session, command, context) =>
    packCommand(state, lookAgain(session, context.work), command, context),
  sense: (state, session, sensed, context) =>
    packSense(state, lookAgain(session, context.work), sensed, context),
  leave: leaveSession,
  wants: packWants,
  order: (session) => session.order.order,
  prompt: (session, work) => packPrompt(lookAgain(session, work), work),
  actions: (session, work) => packActions(lookAgain(session, work), work),
  undoable: packSteps,
  question,
  view: (session, work) => packView(lookAgain(session, work), work),
};

function question(session: PackSession): Question<PackSession> | null {
  const { reopening, approval } = session;
  if (reopening !== true && approval === undefined) return null;
  return {
    what: reopening === true ? reopenAsked : questions.supervisor,
    without: withoutAsking(session),
  };
}

const reopenAsked = say({
  en: 'the reopening of a parcel',
  de: 'das Öffnen eines Pakets',
  fr: "la réouverture d'un colis",
  es: 'la reapertura de un paquete',
});

function scanCode(
  state: StationState,
  session: PackSession,
  code: Code,
  context: StepContext,
): Decision | null {
  if (code.kind !== 'gs1') return null;
  const { content } = code;
  if (content.sscc !== undefined) return scanParcel(state, session, content.sscc, context);
  if (content.gtin === undefined) return refuse(state, refusals.noProductNamed);
  const product = context.work.productByGtin(content.gtin);
  if (product === undefined) return null;
  // Refused or not, nobody waits for an answer any more.
  const given = withoutAsking(session);
  return scanItem({ ...state, activity: given }, given, content, product, context);
}
