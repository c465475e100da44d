import { BitWriter } from './bit-writer.ts';
import { componentsFromElements, digitsFromPrefix, keyLayouts } from './classic-elements.ts';
import { type CompanyPrefixLengths, defaultCompanyPrefixLengths } from './company-prefix-length.ts';
import { parseDigitalLink } from './digital-link.ts';
import type { AiElement } from './epc.ts';
import type { EpcToEncode } from './epc-encode.ts';
import { prioritisedDates } from './plus-reader.ts';
import { type EpcRefusal, type EpcResult, refuseAtCharacter } from './refusal.ts';
import {
  type ClassicCoding,
  type ClassicScheme,
  classicCodings,
  type EpcScheme,
  isPlusScheme,
  type PlusCoding,
  type PlusScheme,
  plusCodings,
} from './scheme.ts';
import { writeValue } from './value-writer.ts';

export interface EpcOptions {
  readonly scheme: EpcScheme;
  /** 0, all others, where it is not given. */
  readonly filter?: number;
  /** Classic schemes: the number of digits, or a table to look it up. */
  readonly companyPrefixLength?: number | CompanyPrefixLengths;
  /** '++' schemes. */
  readonly hostname?: string;
}

/** What to encode for a GS1 Digital Link, a path or a whole URI. Its host is used by '++' schemes. */
export function epcFromDigitalLink(link: string, options: EpcOptions): EpcResult<EpcToEncode> {
  const parsed = parseDigitalLink(link);
  if (!parsed.ok) return parsed;
  const { elements, hostname } = parsed.value;
  return epcFromElements(elements, hostname === null ? options : { hostname, ...options });
}

/** What to encode for the elements of a barcode (TDS 2.3, section 7). Elements beside the key go behind a '+' EPC. */
export function epcFromElements(elements: readonly AiElement[], options: EpcOptions): EpcResult<EpcToEncode> {
  const { scheme } = options;
  const keyAis = isPlusScheme(scheme)
    ? plusCodings[scheme].ais
    : [keyLayouts[classicCodings[scheme].key]?.ai];
  const fault = elementFault(elements, keyAis);
  if (fault !== null) return fault;
  return isPlusScheme(scheme)
    ? { ok: true, value: plusFromElements(elements, scheme, options) }
    : classicFromElements(elements, scheme, options);
}

/** Form, characters and check digit of each value are those of table F, whatever scheme carries them in the end. */
function elementFault(
  elements: readonly AiElement[],
  keyAis: readonly (string | undefined)[],
): EpcRefusal | null {
  const seen = new Set<string>();
  for (const { ai, value } of elements) {
    const writer = new BitWriter();
    if (seen.has(ai)) writer.fail('repeated_ai', `(${ai})`, 0, 'each AI once');
    seen.add(ai);
    writeValue(writer, ai, value, keyAis.includes(ai));
    if ((ai === '01' || ai === '8006') && isNoEpcNumber(value)) {
      writer.fail('number_not_for_epc', `(${ai})`, 1, 'a GTIN that may be serialised as EPC');
    }
    if (writer.fault !== null) return writer.fault;
  }
  return null;
}

/**
 * Numbers that the standard forbids as SGTIN: company internal (04, 0001 to 0007), restricted circulation (02, 20 to 29), refunds
 * and coupons (980 to 984, 99), ISSN (977), RCN-8 (TDS 2.3, 7.3.3 to 7.3.8).
 */
function isNoEpcNumber(gtin14: string): boolean {
  const rcn8 = /^000000[02]/;
  const gtin13 = /^.(04|000[1-7]|02|2|98[0-4]|99|977)/;
  return rcn8.test(gtin14) || gtin13.test(gtin14);
}

function plusFromElements(
  elements: readonly AiElement[],
  scheme: PlusScheme,
  options: EpcOptions,
): EpcToEncode {
  const coding: PlusCoding = plusCodings[scheme];
  // A harvest date may also be a range, which has no place there.
  const isDate = ({ ai, value }: AiElement) => prioritisedDates.includes(ai) && value.length === 6;
  const date = coding.hasDate ? elements.find(isDate) : undefined;
  const isKey = ({ ai }: AiElement) => coding.ais.includes(ai);
  return {
    kind: 'plus',
    scheme,
    filter: options.filter ?? 0,
    elements: elements.filter(isKey),
    date: date ?? null,
    hostname: coding.hasHostname ? (options.hostname ?? null) : null,
    aidc: elements.filter((element) => element !== date && !isKey(element)),
  };
}

function classicFromElements(
  elements: readonly AiElement[],
  scheme: ClassicScheme,
  options: EpcOptions,
): EpcResult<EpcToEncode> {
  const { key }: ClassicCoding = classicCodings[scheme];
  const form = keyLayouts[key];
  if (form === undefined) return refuse('unknown_scheme', 'scheme', 'a scheme with a GS1 key');
  const foreign = elements.find(({ ai }) => ai !== form.ai && ai !== form.serialAi);
  if (foreign !== undefined) return refuse('not_in_scheme', `(${foreign.ai})`, `only the key of ${scheme}`);
  const value = elements.find(({ ai }) => ai === form.ai)?.value;
  const serial = elements.find(({ ai }) => ai === form.serialAi)?.value ?? (key === 'sgln' ? '0' : null);
  if (value === undefined) return refuse('missing_ai', `(${form.ai})`, `an element (${form.ai})`);
  if (form.serialAi !== null && serial === null) {
    return refuse('missing_ai', `(${form.serialAi})`, `an element (${form.serialAi})`);
  }
  const prefixLength = prefixLengthOf(digitsFromPrefix(key, value), options);
  if (prefixLength === null) {
    const expected = 'a company prefix whose length the table or the caller tells';
    return refuse('company_prefix_length_unknown', `(${form.ai})`, expected);
  }
  const components = componentsFromElements(key, value, serial ?? '', prefixLength);
  return { ok: true, value: { kind: 'classic', scheme, filter: options.filter ?? 0, components } };
}

function prefixLengthOf(digits: string, options: EpcOptions): number | null {
  const length = options.companyPrefixLength ?? defaultCompanyPrefixLengths;
  return typeof length === 'number' ? length : length(digits);
}

function refuse(code: EpcRefusal['code'], field: string, expected: string): EpcRefusal {
  return refuseAtCharacter(code, field, 0, expected);
}
