import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Command } from '../activity.ts';
import { answerTo } from '../approval.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { refusals } from '../refusals.ts';
import { shortReasons } from '../short-reasons.ts';
import type { StationState } from '../state.ts';
import { closeTask, giveBack, laidDown, nameOf } from './closing.ts';
import { handFull, pickItem } from './item-pick.ts';
import { pickRefusals } from './pick-refusals.ts';
import {
  currentStop,
  openOf,
  type PickApproval,
  type PickSession,
  remember,
  stopAt,
  unitsOnHold,
  unitsOpenAt,
} from './pick-session.ts';
import { whereOf } from './putting.ts';
import { shortStop } from './short-stop.ts';
import { undo } from './undo.ts';

/** A command barcode was scanned on a walk. */
export function pickCommand(
  state: StationState,
  asked: PickSession,
  command: Command,
  context: StepContext,
): Decision | null {
  if (asked.approval !== null) {
    const answer = answered(state, asked, asked.approval, command, context);
    if (answer !== null) return answer;
  }
  // Whatever else is done, nobody waits for the approval any more.
  const session = asked.approval === null ? asked : { ...asked, approval: null };
  switch (command.name) {
    case 'SKIP':
      return skip(state, session, context);
    case 'SHORT': {
      const reason = shortReasons.get(command.argument);
      if (reason === undefined) return refuse(state, refusals.unknownCommand(command.text));
      return shortStop(state, session, reason, context, null);
    }
    case 'UNDO':
      return undo(state, session);
    case 'HAND_OVER':
      return handOver(state, session);
    case 'GIVE_BACK':
      return session.hand === null
        ? giveBack(state, session)
        : refuse(state, handFull(session, session.hand));
    case 'DONE':
      return done(state, session, context);
    default:
      return null;
  }
}

/** A badge or a PIN while somebody has to agree; null for anything else. */
function answered(
  state: StationState,
  session: PickSession,
  approval: PickApproval,
  command: Command,
  context: StepContext,
): Decision | null {
  const answer = answerTo(approval, state, command, context.work);
  if (answer === null) return null;
  if (answer.kind === 'refused') return refuse(state, answer.verdict);
  if (answer.kind === 'pin') {
    const asking: PickSession = { ...session, approval: { ...approval, badge: answer.badge } };
    return { ...answer.verdict, state: { ...state, activity: asking }, facts: [] };
  }
  const agreed: PickSession = { ...session, approval: null };
  const { by } = answer;
  if (approval.what === 'short') return shortStop(state, agreed, approval.reason, context, by);
  const product = context.work.productByGtin(approval.content.gtin ?? '');
  if (product === undefined) return refuse(state, refusals.unknownBarcode(approval.content.gtin ?? ''));
  const scanned = { content: approval.content, product };
  return pickItem(state, agreed, scanned, context, { by, scanSeq: approval.scanSeq });
}

/** The stop comes again when all the others are done. */
function skip(state: StationState, session: PickSession, { work, scanSeq }: StepContext): Decision {
  if (session.hand !== null) return refuse(state, handFull(session, session.hand));
  const index = currentStop(session, work);
  if (index === -1) return refuse(state, pickRefusals.nothingLeft);
  const others = session.walk.filter((other) => other !== index);
  if (!others.some((other) => unitsOpenAt(stopAt(session, other), work) > 0)) {
    return refuse(state, pickRefusals.lastStop);
  }
  const { sku, name, parts } = stopAt(session, index);
  const left = parts.flatMap((one, part) => {
    const units = openOf(one, work);
    return units === 0 ? [] : [{ part, units, order: one.order, line: one.line }];
  });
  const facts = left.map(
    ({ order, line, units }): FactDraft => ({
      type: 'pick.skipped',
      data: { order, line, sku, units, ...whereOf(session, index) },
    }),
  );
  const message = say(
    {
      en: '{product} comes again at the end. Go on to the next stop.',
      de: '{product} kommt am Ende noch einmal. Weiter zum nächsten Halt.',
      fr: "{product} reviendra à la fin. Passez à l'arrêt suivant.",
      es: '{product} vuelve al final. Pase a la parada siguiente.',
    },
    { product: name },
  );
  const skipped: PickSession = {
    ...session,
    walk: [...others, index],
    undoable: remember(session, {
      ...{ kind: 'skip', stop: index, name },
      parts: left.map(({ part, units }, at) => ({ part, units, seq: scanSeq + 1 + at })),
    }),
  };
  return { verdict: 'item_skipped', message, state: { ...state, activity: skipped }, facts };
}

/** The next person or zone goes on, with the totes as they are. */
function handOver(state: StationState, session: PickSession): Decision | null {
  const { task, totes } = session;
  if (task === null) return null;
  if (session.hand !== null) return refuse(state, handFull(session, session.hand));
  const message = say(
    {
      en: '{task} is handed over. The next person scans it.',
      de: '{task} ist übergeben. Die nächste Person scannt sie.',
      fr: '{task} est transmise. La personne suivante la scanne.',
      es: '{task} se ha entregado. La siguiente persona la escanea.',
    },
    { task: nameOf(session) },
  );
  const fact: FactDraft = {
    type: 'task.handed_over',
    data: { task, totes: totes.map(({ tote }) => tote) },
  };
  return { verdict: 'task_handed_over', message, state: laidDown(state, session), facts: [fact] };
}

/** Closes a walk on which nothing can be picked any more: what waits for a release is somebody else's later. */
function done(state: StationState, session: PickSession, context: StepContext): Decision {
  const { work } = context;
  if (session.hand !== null) return refuse(state, handFull(session, session.hand));
  const open = session.stops.reduce((sum, stop) => sum + unitsOpenAt(stop, work), 0);
  if (open > 0) return refuse(state, pickRefusals.stillMissing(open));
  return unitsOnHold(session, work) > 0
    ? giveBack(state, session)
    : closeTask(state, session, { facts: [], context, by: 'done' });
}
