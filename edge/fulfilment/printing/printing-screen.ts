import { type Message, say } from '../message.ts';
import type { ScreenAction, ScreenView } from '../screen-view.ts';
import type { StationState } from '../state.ts';

/** What the printer could not do, for the person to see until it is printed. */
export function notPrinted({ prints }: StationState): ScreenView['notPrinted'] {
  return prints.flatMap(({ document, subject, failed }) =>
    failed === undefined ? [] : [{ document, subject, reason: failed }],
  );
}

/** The way out of it, if the work in hand does not offer it anyway. */
export function printingActions(
  state: StationState,
  offered: readonly ScreenAction<Message>[],
): ScreenAction<Message>[] {
  const isOffered = offered.some(({ code }) => code === 'PP:REPRINT');
  return isOffered || notPrinted(state).length === 0
    ? []
    : [{ code: 'PP:REPRINT', label: printAgain, tone: 'primary' }];
}

const printAgain = say({
  en: 'Print again',
  de: 'Noch einmal drucken',
  fr: 'Imprimer de nouveau',
  es: 'Imprimir otra vez',
});
