import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { pickRefusals } from './pick-refusals.ts';
import { addUnits, type PickSession, stopAt, type Undoable } from './pick-session.ts';
import { whereOf } from './putting.ts';

/** Takes back what is in the hand, else the last put or tote: the effect, by a compensating fact, not the record. */
export function undo(state: StationState, session: PickSession): Decision {
  const { hand } = session;
  if (hand !== null) {
    return told(state, { ...session, hand: null }, putBack, { product: hand.name }, []);
  }
  const entry = session.undoable.at(-1);
  if (entry === undefined) return refuse(state, pickRefusals.nothingToUndo);
  const without = { ...session, undoable: session.undoable.slice(0, -1) };
  return entry.kind === 'put' ? undoPut(state, without, entry) : undoTote(state, without, entry);
}

function undoPut(
  state: StationState,
  session: PickSession,
  { stop, name, tote, parts, key }: Extract<Undoable, { kind: 'put' }>,
): Decision {
  const { sku, parts: wanted } = stopAt(session, stop);
  const where = { ...whereOf(session, stop), tote };
  const facts = parts.flatMap(({ part, units, pickSeq }): FactDraft[] => {
    const { order, line } = wanted[part] ?? {};
    if (order === undefined || line === undefined) return [];
    return [{ type: 'pick.undone', data: { order, line, sku, units, ...where, pickSeq } }];
  });
  const taken = parts.map(({ part, units }) => ({ part, units: -units }));
  const next: PickSession = {
    ...session,
    stops: addUnits(session, stop, 'done', taken),
    // The person stands there still.
    walk: [stop, ...session.walk.filter((other) => other !== stop)],
    serials: session.serials.filter((serial) => serial !== key),
  };
  const n = parts.reduce((sum, { units }) => sum + units, 0);
  return told(state, next, outOfTote, { n, product: name, tote }, facts);
}

function undoTote(
  state: StationState,
  session: PickSession,
  { tote, order }: Extract<Undoable, { kind: 'tote' }>,
): Decision {
  const next = { ...session, totes: session.totes.filter((one) => one.tote !== tote) };
  const data = { tote, ...(order === null ? {} : { order }) };
  return told(state, next, toteFree, { tote }, [{ type: 'tote.released', data }]);
}

function told(
  state: StationState,
  session: PickSession,
  texts: Parameters<typeof say>[0],
  values: Parameters<typeof say>[1],
  facts: readonly FactDraft[],
): Decision {
  return {
    verdict: 'item_undone',
    message: say(texts, values),
    state: { ...state, activity: session },
    facts,
  };
}

const putBack = {
  en: 'Put {product} back on the shelf.',
  de: '{product} ins Regal zurücklegen.',
  fr: 'Remettez {product} en rayon.',
  es: 'Devuelva {product} al estante.',
};

const outOfTote = {
  en: 'Take {n} x {product} out of {tote} again.',
  de: '{n} x {product} wieder aus {tote} nehmen.',
  fr: 'Retirez {n} x {product} de {tote}.',
  es: 'Saque {n} x {product} de {tote}.',
};

const toteFree = {
  en: '{tote} is free again.',
  de: '{tote} ist wieder frei.',
  fr: '{tote} est de nouveau libre.',
  es: '{tote} vuelve a estar libre.',
};
