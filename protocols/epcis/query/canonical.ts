import { canonicalText } from '../hash/canonical-value.ts';
import { expandName, expandValue, type Namespaces } from '../hash/namespaces.ts';
import { isDateTime } from '../reader/formats.ts';

/** The vocabularies of which a term is written as a bare string, a URN or a Web URI (CBV 2.0, chapter 7). */
export type TermKind = 'bizStep' | 'disposition' | 'bizTransaction' | 'party' | 'errorReason' | 'measurement';

const cbvPath = 'https?://(?:ref|ns)\\.gs1\\.org/cbv/';
const stems: Readonly<Record<TermKind, RegExp>> = {
  bizStep: new RegExp(`^(?:urn:epcglobal:cbv:bizstep:|${cbvPath}BizStep-)`),
  disposition: new RegExp(`^(?:urn:epcglobal:cbv:disp:|${cbvPath}Disp-)`),
  bizTransaction: new RegExp(`^(?:urn:epcglobal:cbv:btt:|${cbvPath}BTT-)`),
  party: new RegExp(`^(?:urn:epcglobal:cbv:sdt:|${cbvPath}SDT-)`),
  errorReason: new RegExp(`^(?:urn:epcglobal:cbv:er:|${cbvPath}ER-)`),
  measurement: /^https?:\/\/(?:www\.)?gs1\.org\/voc\//,
};

/** A term in its one form: the bare string of the standard's own, the whole URI of any other. */
export function canonicalTerm(kind: TermKind, value: string, namespaces: Namespaces): string {
  return expandValue(value.trim(), namespaces).replace(stems[kind], '');
}

/** An identifier in its one form, so that an EPC URN and its GS1 Digital Link URI are the same (CBV 2.0, 8.9.2, rules 17 and 18). */
export function canonicalId(value: string, namespaces: Namespaces): string {
  const text = expandValue(value.trim(), namespaces);
  return /^(?:urn|https?):/i.test(text) ? canonicalText(text) : text;
}

const mdaStem = /^urn:epcglobal:cbv:mda:?/;

/** The name of a member as a whole URI; a name of the standard as it is. */
export function canonicalName(name: string, namespaces: Namespaces): string {
  const expanded = expandName(name, namespaces);
  const parts = /^\{(.*)\}(.*)$/s.exec(expanded);
  return (parts === null ? expanded : `${parts[1]}${parts[2]}`).replace(mdaStem, 'urn:epcglobal:cbv:mda:');
}

const dateTime = /^(.{10})[Tt\s](.{8})(\.\d+)?(?:[Zz]|([+-])(\d\d):?(\d\d)?)$/s;

/** An instant as milliseconds since 1970, with its fractions of them; null for a text that is no date and time. */
export function instantMs(text: string): number | null {
  const trimmed = text.trim();
  const found = isDateTime(trimmed) ? dateTime.exec(trimmed) : null;
  if (found === null) return null;
  const [, day = '', time = '', fraction = '.0', sign, hours = '0', minutes = '0'] = found;
  // A leap second is the first of the next minute: Date knows none.
  const leap = time.endsWith(':60');
  const base = Date.parse(`${day}T${leap ? time.replace(/60$/, '59') : time}Z`) + (leap ? 1_000 : 0);
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return base - offsetMs + Number(`0${fraction}`) * 1_000;
}

/** A number that is written in digits; null for any other text. */
export function plainDecimal(text: string): number | null {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) ? finite(Number(text)) : null;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
