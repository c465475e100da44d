import { canonicalJson } from '../../wire/canonical-json.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { below, type FaultList, type Place } from './fault.ts';
import { isDateTime, isUri } from './formats.ts';
import { nearestTerm } from './nearest-term.ts';

/** Looks at one value of a document and names what is wrong with it. */
export type Check = (value: JsonValue, place: Place, faults: FaultList) => void;

/** A check of a text by its form. */
export function textOf(accepts: (text: string) => boolean, expected: string, remedy: string): Check {
  return (value, place, faults) => {
    if (typeof value !== 'string' || !accepts(value)) faults.add(place, value, expected, remedy);
  };
}

export const anyText = textOf(() => true, 'a string', 'Write the value between quotation marks.');

export const uri = textOf(
  isUri,
  'an absolute URI (RFC 3986)',
  'Write a scheme and what it names, such as "https://id.gs1.org/00/...", "urn:epc:id:..." or "prefix:name", and percent-encode all other characters.',
);

export const dateTime = textOf(
  isDateTime,
  'a date and time with its zone (RFC 3339)',
  'Write it like "2026-03-01T09:30:00.000+01:00" or with "Z" for UTC.',
);

export const decimal: Check = (value, place, faults) => {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    faults.add(place, value, 'a number', 'Write the digits without quotation marks.');
  }
};

export const boolean: Check = (value, place, faults) => {
  if (typeof value !== 'boolean') {
    faults.add(place, value, 'true or false', 'Write true or false without quotation marks.');
  }
};

/** One of the terms and nothing else. */
export function oneOf(terms: readonly string[]): Check {
  const known = new Set(terms);
  const list = terms.map((term) => `"${term}"`).join(', ');
  return textOf((text) => known.has(text), `one of ${list}`, 'Write one of them as it stands there.');
}

/** Namespaces of which the terms are written as bare strings only. */
const cbvTerms = /^(?:urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/;
export const webVocabularyTerms = /^https?:\/\/(?:www\.)?gs1\.org\/voc\//;

/** A bare term of the standard, or a URI of somebody's own vocabulary that is not in the namespace of the terms. */
export function term(what: string, terms: readonly string[], reserved: RegExp = cbvTerms): Check {
  const known = new Set(terms);
  return (value, place, faults) => {
    if (typeof value === 'string' && (known.has(value) || (isUri(value) && !reserved.test(value)))) return;
    faults.add(
      place,
      value,
      `${what} of the standard as a bare string, or a URI of your own vocabulary`,
      () => `Write a term of the standard, ${hintOf(value, terms)}, or a URI that you own.`,
    );
  };
}

function hintOf(value: JsonValue, terms: readonly string[]): string {
  const near = typeof value === 'string' ? nearestTerm(value, terms) : undefined;
  return near === undefined ? `such as "${terms[0]}"` : `perhaps "${near}"`;
}

/** An array of values that each pass. */
export function array(item: Check, options: { min?: number; unique?: boolean } = {}): Check {
  const { min = 0, unique = false } = options;
  return (value, place, faults) => {
    if (!Array.isArray(value)) {
      faults.add(place, value, 'an array', 'Put the values between [ and ].');
      return;
    }
    const items = value as readonly JsonValue[];
    if (items.length < min) {
      faults.add(
        place,
        value,
        'an array that is not empty',
        'Add what belongs there, or leave the field out.',
      );
    }
    items.forEach((entry, index) => {
      item(entry, below(place, index), faults);
    });
    if (unique) refuseTwins(items, place, faults);
  };
}

function refuseTwins(items: readonly JsonValue[], place: Place, faults: FaultList): void {
  const seen = new Map<string, number>();
  items.forEach((entry, index) => {
    const form = canonicalJson(entry);
    const first = seen.get(form);
    if (first === undefined) seen.set(form, index);
    else
      faults.add(below(place, index), entry, `a value that differs from [${first}]`, 'Name each value once.');
  });
}

interface ObjectForm {
  /** Its known members. */
  readonly fields: Readonly<Record<string, Check>>;
  readonly required?: readonly string[];
  /** open: any other member; extensible: only ones with a namespace; closed: none. */
  readonly others: 'open' | 'extensible' | 'closed';
}

/** An object by its members. */
export function object({ fields, required = [], others }: ObjectForm): Check {
  const checks = new Map(Object.entries(fields));
  return (value, place, faults) => {
    if (!isJsonObject(value)) {
      faults.add(place, value, 'an object', 'Put the members between { and }.');
      return;
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) faults.add(below(place, name), undefined, 'a value', `Add "${name}".`);
    }
    for (const [name, member] of Object.entries(value)) {
      const check = checks.get(name);
      if (check !== undefined) check(member, below(place, name), faults);
      else if (others !== 'open') refuseName(name, others, [...checks.keys()], place, faults);
    }
  };
}

function refuseName(
  name: string,
  others: 'extensible' | 'closed',
  known: readonly string[],
  place: Place,
  faults: FaultList,
): void {
  if (others === 'extensible' && isUri(name)) return;
  const expected =
    others === 'closed'
      ? 'only members of the standard here'
      : 'a member of the standard, or an extension with its namespace';
  faults.add(below(place, name), name, expected, () => {
    const near = nearestTerm(name, known);
    const hint = near === undefined ? '' : `; perhaps "${near}" is meant`;
    return others === 'closed'
      ? `Remove it, or move it to where the standard lets extensions stand${hint}.`
      : `Give it the prefix of a namespace that "@context" declares, such as "example:${name}"${hint}.`;
  });
}

/** Both checks, one after the other. */
export function both(first: Check, second: Check): Check {
  return (value, place, faults) => {
    first(value, place, faults);
    second(value, place, faults);
  };
}

/** A check over a whole object, for what no single member shows. */
export function whole(check: (object: JsonObject, place: Place, faults: FaultList) => void): Check {
  return (value, place, faults) => {
    if (isJsonObject(value)) check(value, place, faults);
  };
}
