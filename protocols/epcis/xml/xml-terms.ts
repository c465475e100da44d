import { components } from '../vocabulary.ts';

/** A vocabulary of the standard in its three spellings: `shipping`, `urn:epcglobal:cbv:bizstep:shipping`, `https://ref.gs1.org/cbv/BizStep-shipping`. */
interface Vocabulary {
  /** Null: it was not there before the Web URIs. */
  readonly urn: string | null;
  readonly web: string;
  readonly stem: RegExp;
}

const cbv = (urn: string | null, local: string): Vocabulary => ({
  urn: urn === null ? null : `urn:epcglobal:cbv:${urn}:`,
  web: `https://ref.gs1.org/cbv/${local}-`,
  stem: new RegExp(
    `^(?:${urn === null ? '' : `urn:epcglobal:cbv:${urn}:|`}https?://(?:ref|ns)\\.gs1\\.org/cbv/${local}-|cbv:${local}-)`,
  ),
});

const webVocabulary: Vocabulary = {
  urn: null,
  web: 'https://gs1.org/voc/',
  stem: /^(?:https?:\/\/(?:www\.)?gs1\.org\/voc\/|gs1:)/,
};

/** Where the XML of an event writes a term of the standard as a URI, by element or by element and attribute. */
const vocabularies: ReadonlyMap<string, Vocabulary> = new Map([
  ['bizStep', cbv('bizstep', 'BizStep')],
  ['disposition', cbv('disp', 'Disp')],
  ['set', cbv('disp', 'Disp')],
  ['unset', cbv('disp', 'Disp')],
  ['bizTransaction/type', cbv('btt', 'BTT')],
  ['source/type', cbv('sdt', 'SDT')],
  ['destination/type', cbv('sdt', 'SDT')],
  ['reason', cbv('er', 'ER')],
  ['sensorReport/type', webVocabulary],
  ['sensorReport/exception', webVocabulary],
  ['sensorReport/component', cbv(null, 'Comp')],
]);

/** A term as JSON has it: bare if it is of the standard. */
export function bareTerm(where: string, value: string): string {
  const found = vocabularies.get(where);
  return found === undefined ? value : value.replace(found.stem, '');
}

/** A bare term of the standard as a URI. What is one already stays so. */
export function termUri(where: string, value: string, format: CbvFormat): string {
  const found = vocabularies.get(where);
  if (found === undefined || value.includes(':')) return value;
  // Components are told apart from other words, as nothing but their list does.
  if (where === 'sensorReport/component' && !components.includes(value)) return value;
  return ((format === 'Always_URN' ? found.urn : null) ?? found.web) + value;
}

/** How XML is to spell the terms of the CBV (EPCIS 2.0, 12: GS1-CBV-XML-Format). */
export type CbvFormat = 'Always_Web_URI' | 'Always_URN';
