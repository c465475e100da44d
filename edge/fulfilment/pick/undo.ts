import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { type Decision, refuse } from '../decision.ts';
import { say } from '../message.ts';
import type { StationState } from '../state.ts';
import { pickRefusals } from './pick-refusals.ts';
import { addUnits, type PickSession, stopAt, type TakenPart, type Undoable } from './pick-session.ts';
import { whereOf } from './putting.ts';
import { fill } from './walk-totes.ts';

type Put = Extract<Undoable, { kind: 'put' }>;
type Short = Extract<Undoable, { kind: 'short' | 'skip' }>;

/** Takes back what is in the hand, else the last put, short, skip or tote: the effect, by a compensating fact, not the record. */
export function undo(state: StationState, session: PickSession): Decision {
  const { hand } = session;
  if (hand !== null) {
    return told(state, { ...session, hand: null }, say(texts.putBack, { product: hand.name }), []);
  }
  const entry = session.undoable.at(-1);
  if (entry === undefined) return refuse(state, pickRefusals.nothingToUndo);
  const without = { ...session, undoable: session.undoable.slice(0, -1) };
  switch (entry.kind) {
    case 'put':
      return undoPut(state, without, entry);
    case 'short':
      return undoShort(state, without, entry);
    case 'skip':
      return undoSkip(state, without, entry);
    case 'tote':
      return undoTote(state, without, entry);
  }
}

function undoPut(state: StationState, session: PickSession, entry: Put): Decision {
  const { stop, name, tote, parts, key } = entry;
  const where = { ...whereOf(session, stop), tote };
  const facts = itemsOf(session, entry).map(
    ({ item, seq }): FactDraft => ({ type: 'pick.undone', data: { ...item, ...where, pickSeq: seq } }),
  );
  const next: PickSession = {
    ...standingAt(session, stop),
    stops: addUnits(session, stop, 'done', negative(parts)),
    totes: fill(session.totes, tote, -unitsOf(parts)),
    serials: session.serials.filter((serial) => serial !== key),
  };
  return told(state, next, say(texts.outOfTote, { n: unitsOf(parts), product: name, tote }), facts);
}

function undoShort(state: StationState, session: PickSession, entry: Short): Decision {
  const { stop, name, parts } = entry;
  const { location } = stopAt(session, stop);
  const { task } = whereOf(session, stop);
  const facts = itemsOf(session, entry).map(
    ({ item, seq }): FactDraft => ({
      type: 'pick.short_undone',
      data: {
        ...item,
        ...(task === undefined ? {} : { task }),
        ...(location === undefined ? {} : { location }),
        shortSeq: seq,
      },
    }),
  );
  const next: PickSession = {
    ...standingAt(session, stop),
    stops: addUnits(session, stop, 'shorted', negative(parts)),
  };
  const message = say(texts.notShort, { n: unitsOf(parts), product: name });
  return { ...told(state, next, message, facts), verdict: 'short_undone' };
}

function undoSkip(state: StationState, session: PickSession, entry: Short): Decision {
  const { stop, name } = entry;
  const where = whereOf(session, stop);
  const facts = itemsOf(session, entry).map(
    ({ item, seq }): FactDraft => ({ type: 'pick.skip_undone', data: { ...item, ...where, skipSeq: seq } }),
  );
  const message = say(texts.notSkipped, { product: name });
  return { ...told(state, standingAt(session, stop), message, facts), verdict: 'skip_undone' };
}

function undoTote(
  state: StationState,
  session: PickSession,
  { tote, order }: Extract<Undoable, { kind: 'tote' }>,
): Decision {
  const next = { ...session, totes: session.totes.filter((one) => one.tote !== tote) };
  const data = { tote, ...(order === null ? {} : { order }) };
  return told(state, next, say(texts.toteFree, { tote }), [{ type: 'tote.released', data }]);
}

/** The lines that an entry concerns, each with the seq of the fact to compensate. */
function itemsOf(session: PickSession, { stop, parts }: Put | Short) {
  const { sku, parts: wanted } = stopAt(session, stop);
  return parts.flatMap(({ part, units, seq }) => {
    const { order, line } = wanted[part] ?? {};
    return order === undefined || line === undefined ? [] : [{ item: { order, line, sku, units }, seq }];
  });
}

/** What is taken back is to be done next: the person stands there still. */
function standingAt(session: PickSession, stop: number): PickSession {
  return { ...session, walk: [stop, ...session.walk.filter((other) => other !== stop)] };
}

function negative(parts: readonly TakenPart[]) {
  return parts.map(({ part, units }) => ({ part, units: -units }));
}

function unitsOf(parts: readonly TakenPart[]): number {
  return parts.reduce((sum, { units }) => sum + units, 0);
}

function told(
  state: StationState,
  session: PickSession,
  message: Decision['message'],
  facts: readonly FactDraft[],
): Decision {
  return { verdict: 'item_undone', message, state: { ...state, activity: session }, facts };
}

const texts = {
  putBack: {
    en: 'Put {product} back on the shelf.',
    de: '{product} ins Regal zurücklegen.',
    fr: 'Remettez {product} en rayon.',
    es: 'Devuelva {product} al estante.',
  },
  outOfTote: {
    en: 'Take {n} x {product} out of {tote} again.',
    de: '{n} x {product} wieder aus {tote} nehmen.',
    fr: 'Retirez {n} x {product} de {tote}.',
    es: 'Saque {n} x {product} de {tote}.',
  },
  notShort: {
    en: '{n} x {product} no longer count as missing. Pick them.',
    de: '{n} x {product} gilt nicht mehr als fehlend. Jetzt holen.',
    fr: '{n} x {product} ne compte plus comme manquant. Prenez-le.',
    es: '{n} x {product} ya no consta como falta. Tómelo.',
  },
  notSkipped: {
    en: '{product} comes now after all.',
    de: '{product} kommt doch jetzt dran.',
    fr: '{product} vient finalement maintenant.',
    es: '{product} va ahora, después de todo.',
  },
  toteFree: {
    en: '{tote} is free again.',
    de: '{tote} ist wieder frei.',
    fr: '{tote} est de nouveau libre.',
    es: '{tote} vuelve a estar libre.',
  },
} as const;
