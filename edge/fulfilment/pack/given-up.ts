import type { GivenUp } from '../goods/given-up.ts';
import type { WorkView } from '../work-view.ts';
import type { PackSession } from './pack-session.ts';

/** What of a line was given up, here or elsewhere, and what takes that back. */
export function givenUpOfLine(session: PackSession, index: number, work: WorkView): GivenUp | undefined {
  const { shorted: here = 0, shortedElsewhere = 0 } = session.lines[index] ?? {};
  if (here + shortedElsewhere === 0) return undefined;
  const { short, undoable } = session;
  const isUndoable = here > 0 && short?.parts.some((part) => part.index === index) === true;
  const undoSteps = isUndoable ? 1 + Math.max(0, undoable.length - short.behind) : null;
  return {
    units: here + shortedElsewhere,
    undoSteps,
    station: here > 0 ? null : shortedBy(session, index, work),
  };
}

/** The other station that gave units of the line up, where the gateway has told it. */
function shortedBy({ order }: PackSession, index: number, work: WorkView): string | null {
  const line = order.lines[index]?.line;
  const told = work.floor.progress(order.order)?.lines.find((one) => one.line === line)?.shortedAt;
  return told === undefined || told === work.station ? null : told;
}
