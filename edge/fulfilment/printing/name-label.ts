import type { Command } from '../activity.ts';
import { type Decision, refuse, type StepContext } from '../decision.ts';
import { shown } from '../message.ts';
import { saying } from '../saying.ts';
import { maxPrints, type PrintJob, type StationState } from '../state.ts';
import { queued } from './print-queue.ts';

const toteName = /^T-[A-Za-z0-9._/-]{1,38}$/;

/** `PP:LABEL:T-12`: a label for a tote that has none, or whose label cannot be read any more. */
export function labelCommand(
  state: StationState,
  { name, argument }: Command,
  { work }: StepContext,
): Decision | null {
  if (name !== 'LABEL') return null;
  const tote = argument.trim();
  if (!toteName.test(tote)) return refuse(state, noTote(shown(tote)));
  if (!work.equipment().printer) return refuse(state, noPrinter);
  if (state.prints.length >= maxPrints) return refuse(state, tooMany);
  const asked = saying(
    'document_asked',
    {
      en: 'The label of {tote} is printed. Stick it on and scan it.',
      de: 'Das Etikett von {tote} wird gedruckt. Aufkleben und scannen.',
      fr: "L'étiquette de {tote} s'imprime. Collez-la et scannez-la.",
      es: 'Se imprime la etiqueta de {tote}. Péguela y escanéela.',
    },
    { tote },
  );
  return { ...asked, state: withLabel(state, { document: 'tote_label', subject: tote }), facts: [] };
}

/** Puts the label of a name into the queue of the printer; a queue that is full takes no more. */
export function withLabel(
  state: StationState,
  label: Pick<PrintJob, 'document' | 'subject' | 'order'>,
): StationState {
  return state.prints.length >= maxPrints ? state : queued(state, [{ copy: 1, ...label }]);
}

function noTote(tote: string) {
  return saying(
    'refused_nothing_to_print',
    {
      en: '"{tote}" is no name of a tote. Name one that begins with T-, such as PP:LABEL:T-12.',
      de: '„{tote}“ ist kein Name eines Behälters. Einen nennen, der mit T- beginnt, etwa PP:LABEL:T-12.',
      fr: "« {tote} » n'est pas un nom de bac. Donnez-en un qui commence par T-, comme PP:LABEL:T-12.",
      es: '«{tote}» no es el nombre de una cubeta. Dé uno que empiece por T-, como PP:LABEL:T-12.',
    },
    { tote },
  );
}

const noPrinter = saying('refused_nothing_to_print', {
  en: 'There is no printer at this place. Scan the code of a place that has one (PP:STATION), then ask again.',
  de: 'An diesem Platz ist kein Drucker. Den Code eines Platzes mit Drucker scannen (PP:STATION), dann erneut anfordern.',
  fr: "Aucune imprimante à cet endroit. Scannez le code d'un poste qui en a une (PP:STATION), puis redemandez.",
  es: 'En este lugar no hay impresora. Escanee el código de uno que la tenga (PP:STATION) y pídala otra vez.',
});

const tooMany = saying('refused_nothing_to_print', {
  en: 'Too many papers wait for the printer. Mend it, then ask for the label again.',
  de: 'Zu viele Papiere warten auf den Drucker. Ihn richten, dann das Etikett erneut anfordern.',
  fr: "Trop de documents attendent l'imprimante. Réparez-la, puis redemandez l'étiquette.",
  es: 'Demasiados documentos esperan a la impresora. Arréglela y pida otra vez la etiqueta.',
});
