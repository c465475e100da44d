import type { Command, Question } from './activity.ts';
import { questions } from './common-actions.ts';
import type { Decision } from './decision.ts';
import { type Message, say } from './message.ts';
import { rulesOf } from './rules-of.ts';
import type { StationState } from './state.ts';

/** What a person was asked and has not answered, whatever the work in hand; null for nothing. */
export function questionOf(state: StationState): Question<StationState> | null {
  const { signing, activity, door } = state;
  if (signing !== null) return { what: questions.pin, without: { ...state, signing: null } };
  if (activity !== null) {
    const question = rulesOf(activity).question?.(activity) ?? null;
    return question && { what: question.what, without: { ...state, activity: question.without } };
  }
  return door === null ? null : { what: say(atDoor, { door }), without: { ...state, door: null } };
}

/** `PP:UNDO` while something is asked: the question goes, and all that was done stays. */
export function withdrawQuestion(state: StationState, { name }: Command): Decision | null {
  const question = name === 'UNDO' ? questionOf(state) : null;
  if (question === null) return null;
  const { texts, values } = question.what;
  const message: Message = {
    texts: {
      en: `Taken back: ${texts.en}. Nothing else was changed, go on.`,
      de: `Zurückgenommen: ${texts.de}. Sonst ist nichts geändert, weitermachen.`,
      fr: `Annulé : ${texts.fr}. Rien d'autre n'a changé, continuez.`,
      es: `Anulado: ${texts.es}. No ha cambiado nada más, siga.`,
    },
    values,
  };
  return { verdict: 'question_withdrawn', message, state: question.without, facts: [] };
}

const atDoor = { en: 'door {door}', de: 'Tor {door}', fr: 'porte {door}', es: 'puerta {door}' };
