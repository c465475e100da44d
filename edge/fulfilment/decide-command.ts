import type { Command, CommandOpener } from './activity.ts';
import { countCommand } from './count/open-count.ts';
import { type Decision, refuse, type StepContext } from './decision.ts';
import { leaveCommand } from './leaving.ts';
import { reopenCommand } from './pack/reopening.ts';
import { stopCommand } from './pack/stopping.ts';
import { peopleCommand } from './people/people-commands.ts';
import { undoClosing } from './pick/undo-closing.ts';
import { labelCommand } from './printing/name-label.ts';
import { reprintCommand } from './printing/reprint.ts';
import { refusals } from './refusals.ts';
import { returnCommand } from './returns/start-return.ts';
import { rulesOf } from './rules-of.ts';
import { loadCommand } from './ship/open-load.ts';
import { shortReasons } from './short-reasons.ts';
import type { StationState } from './state.ts';
import { withdrawQuestion } from './withdraw.ts';

/** Commands that need no work in hand. */
const openers: readonly CommandOpener[] = [
  peopleCommand,
  reprintCommand,
  labelCommand,
  stopCommand,
  reopenCommand,
  loadCommand,
  returnCommand,
  countCommand,
  undoClosing,
  leaveCommand,
];

/** Commands that mean something while there is work in hand. */
const ofWork: ReadonlySet<string> = new Set([
  'SEAL',
  'SHORT',
  'UNDO',
  'NEW_PARCEL',
  'PACKAGING',
  'OVERRIDE',
  'CLOSE_LOAD',
  'UNLOAD',
  'DONE',
  'SKIP',
  'HAND_OVER',
  'GIVE_BACK',
  'CONDITION',
  'DISPOSITION',
  'ENTER',
  'START',
  'COMPLETE',
]);

/** A command barcode, or the button that stands for it. */
export function decideCommand(state: StationState, command: Command, context: StepContext): Decision {
  const withdrawn = withdrawQuestion(state, command);
  if (withdrawn !== null) return withdrawn;
  const { activity } = state;
  // The work in hand comes first: a badge may answer what it asked for.
  const decided = activity === null ? null : rulesOf(activity).command(state, activity, command, context);
  if (decided !== null) return decided;
  for (const opener of openers) {
    const decision = opener(state, command, context);
    if (decision !== null) return decision;
  }
  const known = activity === null && ofWork.has(command.name) && isReasonable(command);
  return refuse(state, known ? refusals.nothingOpen : refusals.unknownCommand(command.text));
}

/** A reason that nobody knows is named before anything else is. */
function isReasonable({ name, argument }: Command): boolean {
  return name !== 'SHORT' || shortReasons.has(argument);
}
