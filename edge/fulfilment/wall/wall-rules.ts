import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { ActivityRules, Code, Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { type Message, say } from '../message.ts';
import { stopOfOrder } from '../order-stop.ts';
import { refusals } from '../refusals.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { wallMessages, wallRefusals } from './wall-messages.ts';
import { nextOf, scanBatchTote, scanSlot, sortItem } from './wall-scan.ts';
import { isSorted, removePut, type WallSession } from './wall-session.ts';
import { wallView } from './wall-view.ts';

/** The units of a batch are sorted into the slots of their orders. */
export const wallRules: ActivityRules<WallSession> = {
  scan: scanCode,
  command,
  sense: () => null,
  leave: (state, session) =>
    session.hand === null
      ? { ...state, activity: null }
      : wallRefusals.slotFirst(session.hand.name, nextOf(session, session.hand).slot),
  wants: () => ({}),
  order: (session) => (session.hand === null ? undefined : nextOf(session, session.hand).order),
  prompt,
  actions,
  undoable: ({ undoable }) =>
    undoable.toReversed().map(({ units: n, name: product, tote }) => say(outOf, { n, product, tote })),
  view: wallView,
};

function scanCode(
  state: StationState,
  session: WallSession,
  code: Code,
  context: StepContext,
): Decision | null {
  const { work } = context;
  const { text } = code;
  if (session.lines.some(({ slot }) => slot === text) || /^W-/.test(text)) {
    return scanSlot(state, session, text, context);
  }
  if (session.totes.includes(text) || work.floor.tote(text) !== undefined) {
    return scanBatchTote(state, session, text, context);
  }
  if (code.kind !== 'gs1' || code.content.sscc !== undefined) return null;
  const { content } = code;
  if (content.gtin === undefined) return refuse(state, refusals.noProductNamed);
  const product = work.productByGtin(content.gtin);
  return product === undefined ? null : sortItem(state, session, { content, product }, context);
}

function command(state: StationState, session: WallSession, { name }: Command): Decision | null {
  if (name === 'UNDO') return undo(state, session);
  if (name !== 'DONE') return null;
  if (session.hand !== null) {
    return refuse(state, wallRefusals.slotFirst(session.hand.name, nextOf(session, session.hand).slot));
  }
  const message = wallMessages.left(session.task);
  return { verdict: 'task_handed_over', message, state: { ...state, activity: null }, facts: [] };
}

/** Takes back what is in the hand, else the last put: the effect, by a compensating fact, not the record. */
function undo(state: StationState, session: WallSession): Decision {
  const { hand, undoable } = session;
  const verdict = 'item_undone';
  if (hand !== null) {
    const message = wallMessages.backToTote(hand.name, session.tote);
    return { verdict, message, state: { ...state, activity: { ...session, hand: null } }, facts: [] };
  }
  const put = undoable.at(-1);
  const line = put === undefined ? undefined : session.lines[put.index];
  if (put === undefined || line === undefined) return refuse(state, wallRefusals.nothingToUndo);
  const { order, sku, slot } = line;
  const { units, tote, putSeq } = put;
  const fact: FactDraft = {
    type: 'wall.undone',
    data: { order, line: line.line, sku, units, wall: session.wall, slot, tote, putSeq },
  };
  return {
    verdict,
    message: wallMessages.takenOut(units, put.name, slot),
    order,
    line: line.line,
    state: { ...state, activity: removePut(session, put) },
    facts: [fact],
  };
}

function prompt(session: WallSession, work: WorkView): Message {
  const { hand, tote } = session;
  if (hand !== null) {
    const { order, slot, units } = nextOf(session, hand);
    if (stopOfOrder(order, work) !== undefined) return say(putAside, { product: hand.name });
    return say(intoSlot, { slot, n: units, product: hand.name });
  }
  return isSorted(session, work) ? nothingLeft : say(scanItem, { tote });
}

function actions({ hand, undoable }: WallSession): ScreenAction<Message>[] {
  const undoing: ScreenAction<Message> = { code: 'PP:UNDO', label: labels.undo, tone: 'plain' };
  const offered = hand !== null || undoable.length > 0 ? [undoing] : [];
  return hand === null ? [...offered, { code: 'PP:DONE', label: labels.done, tone: 'plain' }] : offered;
}

const intoSlot = {
  en: '{slot}: put {n} x {product} and scan it',
  de: '{slot}: {n} x {product} hineinlegen und scannen',
  fr: '{slot} : mettez {n} x {product} et scannez',
  es: '{slot}: ponga {n} x {product} y escanee',
};

const putAside = {
  en: 'Stopped: put {product} aside and scan UNDO',
  de: 'Gestoppt: {product} beiseitelegen und UNDO scannen',
  fr: 'Arrêt : mettez {product} de côté et scannez UNDO',
  es: 'Detenido: aparte {product} y escanee UNDO',
};

const scanItem = {
  en: 'Scan an item out of {tote}',
  de: 'Einen Artikel aus {tote} scannen',
  fr: 'Scannez un article de {tote}',
  es: 'Escanee un artículo de {tote}',
};

const nothingLeft = say({
  en: 'Nothing is left to sort. Scan DONE',
  de: 'Nichts mehr zu sortieren. FERTIG (DONE) scannen',
  fr: 'Plus rien à trier. Scannez DONE',
  es: 'No queda nada por clasificar. Escanee DONE',
});

const labels = {
  undo: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
  done: say({ en: 'Done', de: 'Fertig', fr: 'Terminé', es: 'Terminado' }),
} as const;

const outOf = {
  en: '{n} x {product} out of {tote}',
  de: '{n} x {product} aus {tote}',
  fr: '{n} x {product} hors de {tote}',
  es: '{n} x {product} de {tote}',
};
