import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import {
  bizSteps,
  bizTransactionTypes,
  components,
  dispositions,
  measurementTypes,
  partyTypes,
  sensorAlerts,
} from '../vocabulary.ts';
import { plainNumber } from './canonical-value.ts';
import { expandName, expandValue, type Namespaces, namespacesWithin } from './namespaces.ts';

/** A field of an event as both syntaxes of EPCIS have it: each element of a list is a field of its own. */
export interface EventField {
  readonly name: string;
  /** Null for a field that holds fields. */
  readonly text: string | null;
  readonly fields: readonly EventField[];
}

/** Fields of events that are no part of what happened, or are only remarks about it. */
const remarks = new Set(['@context', 'rdfs:comment', 'comment', '#text']);

/** Lists of the JSON syntax -> what each element is called. Deeper inside user extensions they mean nothing. */
const elementNames: ReadonlyMap<string, string> = new Map([
  ['epcList', 'epc'],
  ['childEPCs', 'epc'],
  ['inputEPCList', 'epc'],
  ['outputEPCList', 'epc'],
  ['quantityList', 'quantityElement'],
  ['childQuantityList', 'quantityElement'],
  ['inputQuantityList', 'quantityElement'],
  ['outputQuantityList', 'quantityElement'],
  ['bizTransactionList', ''],
  ['sourceList', ''],
  ['destinationList', ''],
  ['sensorElementList', 'sensorElement'],
]);

interface Bare {
  readonly prefix: string;
  readonly terms: ReadonlySet<string>;
}

const bare = (prefix: string, terms: readonly string[]): Bare => ({ prefix, terms: new Set(terms) });
const cbv = 'https://ref.gs1.org/cbv/';
const voc = 'https://gs1.org/voc/';
const disposition = bare(`${cbv}Disp-`, dispositions);

/** Where the JSON syntax writes a term of the standard as a bare string (CBV 2.0, 8.9.2, rule 16). */
const bareStrings: ReadonlyMap<string, Bare> = new Map([
  ['bizStep', bare(`${cbv}BizStep-`, bizSteps)],
  ['disposition', disposition],
  ['persistentDisposition/set', disposition],
  ['persistentDisposition/unset', disposition],
  ['bizTransactionList/type', bare(`${cbv}BTT-`, bizTransactionTypes)],
  ['sourceList/type', bare(`${cbv}SDT-`, partyTypes)],
  ['destinationList/type', bare(`${cbv}SDT-`, partyTypes)],
  ['sensorReport/type', bare(voc, measurementTypes)],
  ['sensorReport/exception', bare(voc, sensorAlerts)],
  ['sensorReport/component', bare(`${cbv}Comp-`, components)],
]);

/**
 * The fields of an event in the data model that the pre-hash string is made of. Names in `ignored` (expanded) are left
 * out wherever they stand.
 */
export function fieldsOfEvent(
  event: JsonObject,
  namespaces: Namespaces,
  ignored: ReadonlySet<string>,
): EventField[] {
  return fieldsOf(event, '', { namespaces, ignored });
}

interface Scope {
  readonly namespaces: Namespaces;
  readonly ignored: ReadonlySet<string>;
}

/** `parent` is the standard field around the object, empty at the event itself and `*` inside an extension. */
function fieldsOf(object: JsonObject, parent: string, outer: Scope): EventField[] {
  const scope = { ...outer, namespaces: namespacesWithin(object, outer.namespaces) };
  return Object.entries(object).flatMap(([key, value]) => {
    if (remarks.has(key)) return [];
    const name = expandName(key, scope.namespaces);
    return scope.ignored.has(name) ? [] : fieldsNamed(name, value, parent, scope);
  });
}

function fieldsNamed(name: string, value: JsonValue, parent: string, scope: Scope): EventField[] {
  const element = parent === '' ? elementNames.get(name) : undefined;
  if (element !== undefined && Array.isArray(value)) return listField(name, element, value, scope);
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item) => fieldsNamed(name, item, parent, scope));
  }
  if (value === null) return [];
  if (isJsonObject(value)) {
    const inside = parent === '*' || isExtension(name) ? '*' : name;
    return [{ name, text: null, fields: fieldsOf(value, inside, scope) }];
  }
  return [{ name, text: textOf(value as string | number | boolean, name, parent, scope), fields: [] }];
}

/** A list is one field with its elements inside; an empty one says nothing. */
function listField(name: string, element: string, items: readonly JsonValue[], scope: Scope): EventField[] {
  const fields = items.flatMap((item) => {
    if (isJsonObject(item)) {
      const inside = element === '' ? typed(fieldsOf(item, name, scope)) : fieldsOf(item, element, scope);
      return [{ name: element, text: null, fields: inside }];
    }
    return fieldsNamed(element, item, name, scope);
  });
  return fields.length === 0 ? [] : [{ name, text: null, fields }];
}

/** The type goes before what it is the type of (CBV 2.0, 8.9.2, rule 13). */
function typed(fields: readonly EventField[]): EventField[] {
  return [...fields.filter(({ name }) => name === 'type'), ...fields.filter(({ name }) => name !== 'type')];
}

function textOf(value: string | number | boolean, name: string, parent: string, scope: Scope): string {
  if (typeof value === 'number') return plainNumber(value);
  if (typeof value === 'boolean') return String(value);
  const standard = bareStrings.get(parent === '' ? name : `${parent}/${name}`);
  if (standard?.terms.has(value) === true) return standard.prefix + value;
  return expandValue(value, scope.namespaces);
}

export function isExtension(name: string): boolean {
  return name.startsWith('{');
}
