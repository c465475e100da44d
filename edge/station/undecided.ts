import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import type { Reading } from '../fulfilment/bounce.ts';
import { render, say } from '../fulfilment/message.ts';
import { withoutPin } from '../fulfilment/people/pin-mask.ts';
import type { LastScan } from '../fulfilment/screen-view.ts';
import type { StationState } from '../fulfilment/state.ts';
import type { ScanResult } from '../fulfilment/step.ts';

const cannotDecide = say({
  en: 'This barcode cannot be decided about: a defect of the program. Put the item aside and tell whoever runs the site.',
  de: 'Über diesen Code kann nicht entschieden werden: ein Fehler im Programm. Legen Sie den Artikel beiseite und sagen Sie es dem, der den Standort betreut.',
  fr: "Rien ne peut être décidé pour ce code : un défaut du programme. Mettez l'article de côté et prévenez le responsable du site.",
  es: 'No se puede decidir sobre este código: un defecto del programa. Aparte el artículo y avise al responsable del sitio.',
});

/** The core failed over a reading: it is kept, refused and told, so that all behind it go on. */
export function undecided(
  state: StationState,
  { scan, raw: read, at }: Reading,
  seq: number,
  language: Language,
): ScanResult {
  const raw = withoutPin(read);
  const message = render(cannotDecide, language);
  const reply: LastScan = { seq, at, raw, verdict: 'refused_unreadable', tone: 'error', message, line: null };
  const fact: FactDraft = {
    type: 'scan.recorded',
    data: { scan, raw: raw.slice(0, 4096), verdict: reply.verdict, message },
  };
  return { state: { ...state, last: reply }, facts: [fact], reply };
}
