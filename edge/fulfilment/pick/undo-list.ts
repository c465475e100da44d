import { type Message, say } from '../message.ts';
import type { ScreenAction } from '../screen-view.ts';
import type { StationState } from '../state.ts';
import { nameOf } from './closing.ts';
import type { PickSession, Undoable } from './pick-session.ts';

/** What can be taken back on a walk, newest first. */
export function walkSteps({ hand, undoable }: PickSession): Message[] {
  const steps = undoable.map(stepOf).reverse();
  return hand === null ? steps : [say(texts.hand, { product: hand.name }), ...steps];
}

/** Of a walk that was closed here last: as long as nothing else is begun, what closed it can be taken back, and more behind it. */
export function closedWalkSteps({ closedWalk }: StationState): Message[] {
  if (closedWalk === null) return [];
  const { session, by } = closedWalk;
  const steps = walkSteps(session);
  return by === 'scan' ? steps : [say(texts.done, { task: nameOf(session) }), ...steps];
}

export function closedWalkActions({ closedWalk }: StationState): ScreenAction<Message>[] {
  return closedWalk === null ? [] : [{ code: 'PP:UNDO', label: undoLabel, tone: 'plain' }];
}

function stepOf(entry: Undoable): Message {
  if (entry.kind === 'tote') {
    const { tote, order } = entry;
    return order === null ? say(texts.batchTote, { tote }) : say(texts.tote, { tote, order });
  }
  const n = entry.parts.reduce((sum, { units }) => sum + units, 0);
  const product = entry.name;
  if (entry.kind === 'put') return say(texts.put, { n, product, tote: entry.tote });
  return say(texts[entry.kind], { n, product });
}

const undoLabel = say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' });

const texts = {
  hand: {
    en: '{product} in the hand',
    de: '{product} in der Hand',
    fr: '{product} en main',
    es: '{product} en la mano',
  },
  put: {
    en: '{n} x {product} into {tote}',
    de: '{n} x {product} in {tote}',
    fr: '{n} x {product} dans {tote}',
    es: '{n} x {product} en {tote}',
  },
  short: {
    en: 'Missing: {n} x {product}',
    de: 'Fehlt: {n} x {product}',
    fr: 'Manque : {n} x {product}',
    es: 'Falta: {n} x {product}',
  },
  skip: {
    en: 'Skipped: {product}',
    de: 'Übersprungen: {product}',
    fr: 'Passé : {product}',
    es: 'Saltado: {product}',
  },
  tote: {
    en: '{tote} for {order}',
    de: '{tote} für {order}',
    fr: '{tote} pour {order}',
    es: '{tote} para {order}',
  },
  batchTote: {
    en: '{tote} for the whole walk',
    de: '{tote} für den ganzen Gang',
    fr: '{tote} pour tout le parcours',
    es: '{tote} para todo el recorrido',
  },
  done: {
    en: 'End of {task}',
    de: 'Ende von {task}',
    fr: 'Fin de {task}',
    es: 'Fin de {task}',
  },
} as const;
