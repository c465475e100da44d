import type { Command } from '../activity.ts';
import { type Decision, refuse } from '../decision.ts';
import { type Message, say, type Texts } from '../message.ts';
import { refusals } from '../refusals.ts';
import type { StationState } from '../state.ts';
import { returnRefusals } from './return-refusals.ts';
import type { Condition, Disposition, Finding, ReturnWork } from './return-work.ts';

export const conditionTexts: Readonly<Record<Condition, Texts>> = {
  as_new: { en: 'as new', de: 'wie neu', fr: 'comme neuf', es: 'como nuevo' },
  opened: { en: 'opened', de: 'geöffnet', fr: 'ouvert', es: 'abierto' },
  damaged: { en: 'damaged', de: 'beschädigt', fr: 'endommagé', es: 'dañado' },
  expired: { en: 'expired', de: 'abgelaufen', fr: 'périmé', es: 'caducado' },
  wrong_item: { en: 'wrong item', de: 'falscher Artikel', fr: 'mauvais article', es: 'artículo equivocado' },
};

export const dispositionTexts: Readonly<Record<Disposition, Texts>> = {
  restock: { en: 'back to stock', de: 'zurück ins Lager', fr: 'retour en stock', es: 'vuelve al stock' },
  quarantine: { en: 'to quarantine', de: 'in die Sperrware', fr: 'en quarantaine', es: 'a cuarentena' },
  refurbish: {
    en: 'to refurbishing',
    de: 'zur Aufbereitung',
    fr: 'à remettre en état',
    es: 'a reacondicionar',
  },
  scrap: { en: 'to scrap', de: 'verschrotten', fr: 'au rebut', es: 'a desecho' },
  back_to_supplier: {
    en: 'back to the supplier',
    de: 'zurück zum Lieferanten',
    fr: 'retour au fournisseur',
    es: 'vuelve al proveedor',
  },
};

function isCondition(text: string): text is Condition {
  return Object.hasOwn(conditionTexts, text);
}

function isDisposition(text: string): text is Disposition {
  return Object.hasOwn(dispositionTexts, text);
}

/** `PP:CONDITION:damaged`: how the next product was found. */
export function setCondition(state: StationState, work: ReturnWork, { text, argument }: Command): Decision {
  const condition = argument.trim().toLowerCase();
  if (!isCondition(condition)) return refuse(state, refusals.unknownCommand(text));
  return found(state, work, { condition, disposition: null, sku: null });
}

/** `PP:DISPOSITION:scrap`: where it goes, other than the site's rule says. */
export function setDisposition(state: StationState, work: ReturnWork, { text, argument }: Command): Decision {
  const disposition = argument.trim().toLowerCase();
  if (!isDisposition(disposition)) return refuse(state, refusals.unknownCommand(text));
  if (work.found === null) return refuse(state, returnRefusals.dispositionFirst);
  return found(state, work, { ...work.found, disposition });
}

function found(state: StationState, work: ReturnWork, finding: Finding): Decision {
  return {
    verdict: 'condition_set',
    message: findingText(finding),
    state: { ...state, activity: { ...work, found: finding } },
    facts: [],
  };
}

function findingText({ condition, disposition }: Finding): Message {
  const is = conditionTexts[condition];
  const to = disposition === null ? null : dispositionTexts[disposition];
  const text = (language: keyof Texts) => (to === null ? is[language] : `${is[language]}, ${to[language]}`);
  return say({
    en: `Condition: ${text('en')}. Scan the items of one product.`,
    de: `Zustand: ${text('de')}. Die Stücke eines Artikels scannen.`,
    fr: `État : ${text('fr')}. Scannez les pièces d'un article.`,
    es: `Estado: ${text('es')}. Escanee las piezas de un artículo.`,
  });
}
