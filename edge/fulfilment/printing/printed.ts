import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { Decision } from '../decision.ts';
import type { PrintedInput } from '../input.ts';
import { saying } from '../saying.ts';
import type { PrintJob, StationState } from '../state.ts';

/** A printer is done with a job, or cannot do it: that is a fact, and what failed stays until somebody asks for it again. */
export function printed(state: StationState, input: PrintedInput): Decision | null {
  const job = state.prints.find((one) => one.job === input.job);
  if (job === undefined || job.failed !== undefined) return null;
  const facts = [factOf(job, input)];
  const others = state.prints.filter((one) => one !== job);
  if (input.outcome === 'printed') {
    return { ...done, silent: true, state: { ...state, prints: others }, facts };
  }
  const failed = (input.detail ?? '-').slice(0, 200);
  const prints = state.prints.map((one) => (one === job ? { ...job, failed } : one));
  return { ...notPrinted(job, failed), state: { ...state, prints }, facts };
}

function factOf({ document, subject, order, copy }: PrintJob, input: PrintedInput): FactDraft {
  const { printer, outcome, detail } = input;
  return {
    type: 'document.printed',
    data: {
      document,
      subject,
      ...(order === undefined ? {} : { order }),
      copy,
      printer,
      outcome,
      ...(detail === undefined ? {} : { detail: detail.slice(0, 400) }),
    },
  };
}

const done = saying('document_printed', {
  en: 'Printed.',
  de: 'Gedruckt.',
  fr: 'Imprimé.',
  es: 'Impreso.',
});

function notPrinted({ document, subject }: PrintJob, reason: string) {
  const isLabel = document === 'parcel_label';
  return saying(
    'refused_not_printed',
    isLabel
      ? {
          en: 'The label {subject} was not printed: {reason}. Mend the printer, then scan PP:REPRINT.',
          de: 'Das Label {subject} wurde nicht gedruckt: {reason}. Den Drucker richten, dann PP:REPRINT scannen.',
          fr: "L'étiquette {subject} n'a pas été imprimée : {reason}. Réparez l'imprimante, puis scannez PP:REPRINT.",
          es: 'La etiqueta {subject} no se ha impreso: {reason}. Arregle la impresora y escanee PP:REPRINT.',
        }
      : {
          en: 'The paper {subject} was not printed: {reason}. Mend the printer, then scan PP:REPRINT.',
          de: 'Das Papier {subject} wurde nicht gedruckt: {reason}. Den Drucker richten, dann PP:REPRINT scannen.',
          fr: "Le papier {subject} n'a pas été imprimé : {reason}. Réparez l'imprimante, puis scannez PP:REPRINT.",
          es: 'El papel {subject} no se ha impreso: {reason}. Arregle la impresora y escanee PP:REPRINT.',
        },
    { subject, reason },
  );
}
