import { type Message, say } from './message.ts';
import type { ScreenAction } from './screen-view.ts';

/** What several kinds of work ask. */
export const questions = {
  pin: say({
    en: 'the question for the PIN',
    de: 'die Frage nach der PIN',
    fr: 'la demande du code PIN',
    es: 'la pregunta por el PIN',
  }),
  supervisor: say({
    en: 'the question to a supervisor',
    de: 'die Frage an die Aufsicht',
    fr: 'la demande à un responsable',
    es: 'la pregunta a un supervisor',
  }),
} as const;

export const undoAction: ScreenAction<Message> = {
  code: 'PP:UNDO',
  label: say({ en: 'Undo', de: 'Rückgängig', fr: 'Annuler', es: 'Deshacer' }),
  tone: 'plain',
};

/** Out of work that may be left as it is. */
export const leaveAction: ScreenAction<Message> = {
  code: 'PP:GIVE_BACK',
  label: say({ en: 'Give back', de: 'Zurückgeben', fr: 'Rendre', es: 'Devolver' }),
  tone: 'plain',
};
