import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { nameOf, takenUp } from './closing.ts';
import { pickRefusals } from './pick-refusals.ts';
import type { ClosedWalk } from './pick-session.ts';
import { takenElsewhere } from './task-scan.ts';
import { undo } from './undo.ts';

/**
 * `PP:UNDO` behind the last scan of a walk: the walk goes on without that scan. No more once other work was begun here, or
 * goods of it are packed.
 */
export function undoClosing(state: StationState, { name }: Command, context: StepContext): Decision | null {
  const { activity, closedWalk } = state;
  if (name !== 'UNDO' || activity !== null || closedWalk === null) return null;
  const { session, by } = closedWalk;
  const packed = session.orders.find((order) => isPacked(order, context.work));
  if (packed !== undefined) return refuse(state, pickRefusals.packedMeanwhile(packed));
  const elsewhere = takenElsewhere(session, context);
  if (elsewhere !== undefined) return refuse(state, elsewhere);
  const reopened = takenUp(state, session);
  const facts = reopening(closedWalk);
  if (by === 'done') return goesOn(reopened, closedWalk, facts);
  const undone = undo(reopened, session);
  return { ...undone, facts: [...facts, ...undone.facts] };
}

/** Whether goods of the order lie in a parcel already, as far as the gateway has told. */
function isPacked(order: string, { floor }: WorkView): boolean {
  return floor.progress(order)?.lines.some(({ packed, shipped }) => packed + shipped > 0) === true;
}

function reopening({ session: { task }, closedSeq }: ClosedWalk): FactDraft[] {
  if (task === null || closedSeq === null) return [];
  return [{ type: 'task.reopened', data: { task, closedSeq } }];
}

function goesOn(state: StationState, { session }: ClosedWalk, facts: readonly FactDraft[]): Decision {
  const message = say(
    {
      en: '{task} is open again.',
      de: '{task} ist wieder offen.',
      fr: '{task} est rouverte.',
      es: '{task} vuelve a estar abierta.',
    },
    { task: nameOf(session) },
  );
  return { verdict: 'task_reopened', message, state, facts };
}
