import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { say } from '../message.ts';
import { stopOfOrder } from '../order-stop.ts';
import type { StationState } from '../state.ts';
import { pickRefusals } from './pick-refusals.ts';
import { type PickSession, type PickTote, remember, stopAt } from './pick-session.ts';
import { putInto } from './putting.ts';
import { confirmsPuts, orderWithoutTote, toteOf, unitsTold } from './walk-totes.ts';

/** As many as a fact of a hand-over can name. */
const maxTotes = 200;

/** A tote was scanned: units go into it, or it is taken for an order. */
export function scanTote(
  state: StationState,
  session: PickSession,
  tote: string,
  context: StepContext,
): Decision {
  if (session.hand !== null) return put(state, session, session.hand, tote, context);
  const known = session.totes.find((one) => one.tote === tote);
  return known === undefined ? assign(state, session, tote, context) : choose(state, session, known);
}

function put(
  state: StationState,
  session: PickSession,
  hand: NonNullable<PickSession['hand']>,
  tote: string,
  context: StepContext,
): Decision {
  const { parts } = stopAt(session, hand.stop);
  const isOfWalk = session.totes.some((known) => known.tote === tote);
  if (!isOfWalk) return addTote(state, session, hand, tote, context);
  const orders = hand.shares.flatMap(({ part }) => parts[part]?.order ?? []);
  const order = orders.find((one) =>
    session.totes.some((known) => known.tote === tote && known.order === one),
  );
  if (order === undefined) {
    return refuse(state, pickRefusals.wrongTote(tote, toteOf(session, orders[0] ?? '') ?? '-'));
  }
  const stop = stopOfOrder(order, context.work);
  if (stop !== undefined) return refuse(state, pickRefusals.stopped(order, stop));
  return putInto(state, session, { hand, tote, order }, context);
}

/** The tote of the order is full: another one is taken, and what is in the hand goes there when it is scanned again. */
function addTote(
  state: StationState,
  session: PickSession,
  hand: NonNullable<PickSession['hand']>,
  tote: string,
  context: StepContext,
): Decision {
  const [share] = hand.shares;
  const order = stopAt(session, hand.stop).parts[share?.part ?? 0]?.order ?? '';
  const stop = stopOfOrder(order, context.work);
  if (stop !== undefined) return refuse(state, pickRefusals.stopped(order, stop));
  const decision = assign(state, session, tote, context, order);
  if (decision.verdict !== 'tote_assigned') return decision;
  return {
    ...decision,
    message: say(furtherTote, { tote, order, n: share?.units ?? 0, product: hand.name }),
  };
}

const furtherTote = {
  en: '{tote} is a further tote for {order}. Put {n} x {product} into it and scan it again.',
  de: '{tote} ist ein weiterer Behälter für {order}. {n} x {product} hineinlegen und ihn erneut scannen.',
  fr: '{tote} est un bac de plus pour {order}. Mettez-y {n} x {product} et scannez-le de nouveau.',
  es: '{tote} es otra cubeta para {order}. Ponga en ella {n} x {product} y escanéela otra vez.',
};

/** One of several totes of an order is the one that is filled now. */
function choose(state: StationState, session: PickSession, tote: PickTote): Decision {
  const totes = [...session.totes.filter((other) => other !== tote), tote];
  const message = say(
    {
      en: '{tote} is the tote of {order} now. The top line says what is next.',
      de: '{tote} ist nun der Behälter für {order}. Oben steht, was als Nächstes kommt.',
      fr: '{tote} est maintenant le bac de {order}. La ligne du haut dit la suite.',
      es: '{tote} es ahora la cubeta de {order}. La línea de arriba dice qué sigue.',
    },
    { tote: tote.tote, order: tote.order ?? session.task ?? '' },
  );
  return {
    verdict: 'tote_confirmed',
    message,
    state: { ...state, activity: { ...session, totes } },
    facts: [],
  };
}

/** An empty tote is taken; one that already holds units of an order of this walk goes on with it. */
function assign(
  state: StationState,
  session: PickSession,
  tote: string,
  { work }: StepContext,
  /** Whose it has to become. */
  wanted?: string,
): Decision {
  const told = work.floor.tote(tote);
  const holder = state.parked.find(
    (other) => other.kind === 'pick' && other.totes.some((one) => one.tote === tote),
  );
  if (holder?.kind === 'pick') return refuse(state, pickRefusals.toteInUse(tote, holder.task ?? '-'));
  if (session.totes.length >= maxTotes) return refuse(state, pickRefusals.tooManyTotes);
  const brought = told?.order ?? null;
  if (
    told !== undefined &&
    brought !== null &&
    session.mode !== 'batch' &&
    (wanted === undefined ? session.orders.includes(brought) : brought === wanted)
  ) {
    return taken(
      state,
      { ...session, totes: [...session.totes, { tote, order: brought, units: unitsTold(tote, work) }] },
      { tote, order: brought },
      [],
    );
  }
  if (told !== undefined) return refuse(state, pickRefusals.toteInUse(tote, told.order ?? told.task ?? '-'));
  const order = session.mode === 'batch' ? null : (wanted ?? nextOrder(session, work));
  if (order === undefined) return refuse(state, pickRefusals.toteNotNeeded(tote));
  const entry: PickTote = { tote, order };
  const next: PickSession = {
    ...session,
    totes: [...session.totes, entry],
    undoable: remember(session, { kind: 'tote', ...entry }),
  };
  const fact: FactDraft = {
    type: 'tote.assigned',
    data: {
      tote,
      ...(order === null ? {} : { order }),
      ...(session.task === null ? {} : { task: session.task }),
    },
  };
  return taken(state, next, entry, [fact]);
}

/** Whose tote it becomes; a single order may have several. */
function nextOrder(session: PickSession, work: StepContext['work']): string | undefined {
  return orderWithoutTote(session, work) ?? (confirmsPuts(session) ? undefined : session.orders[0]);
}

function taken(
  state: StationState,
  session: PickSession,
  { tote, order }: PickTote,
  facts: readonly FactDraft[],
): Decision {
  return {
    verdict: 'tote_assigned',
    message: say(
      {
        en: '{tote} is now for {order}.',
        de: '{tote} ist jetzt für {order}.',
        fr: '{tote} est maintenant pour {order}.',
        es: '{tote} es ahora para {order}.',
      },
      { tote, order: order ?? session.task ?? '' },
    ),
    ...(order === null ? {} : { order }),
    state: { ...state, activity: session },
    facts,
  };
}
