import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { approvalRefusals } from '../approval.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import type { ShortReason } from '../short-reasons.ts';
import type { StationState } from '../state.ts';
import { closeTask } from './closing.ts';
import { handFull } from './item-pick.ts';
import { pickRefusals } from './pick-refusals.ts';
import { addUnits, currentStop, openOf, type PickSession, remember, stopAt } from './pick-session.ts';
import { isDone, whereOf } from './putting.ts';

/** What is missing at the stop is given up, for every order that waits for it there; a supervisor agrees where the site wants it. */
export function shortStop(
  state: StationState,
  session: PickSession,
  reason: ShortReason,
  context: StepContext,
  approvedBy: string | null,
): Decision {
  const { work } = context;
  if (session.hand !== null) return refuse(state, handFull(session, session.hand));
  const index = currentStop(session, work);
  if (index === -1) return refuse(state, pickRefusals.nothingLeft);
  if (work.rules().pick.short.approval && approvedBy === null) return ask(state, session, reason, index);
  const { sku, name, location, parts } = stopAt(session, index);
  const given = parts.flatMap((part, position) => {
    const units = openOf(part, work);
    return units === 0 ? [] : [{ part: position, units, order: part.order, line: part.line }];
  });
  const { task } = whereOf(session, index);
  const facts = given.map(
    ({ order, line, units }): FactDraft => ({
      type: 'pick.shorted',
      data: {
        ...{ order, line, sku, units, reason },
        ...(task === undefined ? {} : { task }),
        ...(location === undefined ? {} : { location }),
        ...(approvedBy === null ? {} : { approvedBy }),
      },
    }),
  );
  const taken = given.map(({ part, units }, at) => ({ part, units, seq: context.scanSeq + 1 + at }));
  const shorted: PickSession = {
    ...session,
    stops: addUnits(session, index, 'shorted', given),
    undoable: remember(session, { kind: 'short', stop: index, name, parts: taken }),
  };
  if (isDone(shorted, work)) return closeTask(state, shorted, { facts, context, by: 'scan' });
  const n = given.reduce((sum, { units }) => sum + units, 0);
  const message = say(
    {
      en: '{n} x {product} reported short. Go on to the next stop.',
      de: '{n} x {product} als fehlend gemeldet. Weiter zum nächsten Halt.',
      fr: "{n} x {product} signalé manquant. Passez à l'arrêt suivant.",
      es: 'Falta indicada: {n} x {product}. Pase a la parada siguiente.',
    },
    { n, product: name },
  );
  return { verdict: 'line_shorted', message, state: { ...state, activity: shorted }, facts };
}

function ask(state: StationState, session: PickSession, reason: ShortReason, index: number): Decision {
  if (state.operator === null) return refuse(state, approvalRefusals.signInFirst);
  const activity: PickSession = { ...session, approval: { what: 'short', reason, badge: null } };
  const message = say(
    {
      en: 'Report {product} short? A supervisor must scan their badge.',
      de: '{product} als fehlend melden? Eine Aufsicht muss ihren Ausweis scannen.',
      fr: 'Signaler {product} manquant ? Un responsable doit scanner son badge.',
      es: '¿Indicar que falta {product}? Un supervisor debe escanear su tarjeta.',
    },
    { product: stopAt(session, index).name },
  );
  return { verdict: 'approval_asked', message, state: { ...state, activity }, facts: [] };
}
