import { type PrefixLength, urnOfDigitalLink } from '../../../protocols/epcis/digital-link-to-urn.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../protocols/epcis/json.ts';
import { digitalLinkOfUrn } from '../../../protocols/epcis/urn-to-digital-link.ts';

/** Standard members that hold identifiers, directly or in lists, and those that hold objects with identifiers. */
const identifiers = new Set(['parentID', 'epcList', 'childEPCs', 'inputEPCList', 'outputEPCList']);
const holders: Readonly<Record<string, string>> = {
  readPoint: 'id',
  bizLocation: 'id',
  quantityList: 'epcClass',
  childQuantityList: 'epcClass',
  inputQuantityList: 'epcClass',
  outputQuantityList: 'epcClass',
  sourceList: 'source',
  destinationList: 'destination',
};

/** In which form identifiers are given out (EPCIS 2.0, 12: GS1-EPC-Format). */
export type EpcFormat = 'Always_GS1_Digital_Link' | 'Always_EPC_URN' | 'Never_Translates';

/** Gives an identifier another form; one that has no such form stays as it is. */
type Translate = (id: string) => string;

/** @param prefixLength without the length of its company prefix a GS1 Digital Link URI has no URN. */
export function translatorTo(format: EpcFormat, prefixLength: () => PrefixLength): Translate | null {
  switch (format) {
    case 'Never_Translates':
      return null;
    case 'Always_GS1_Digital_Link':
      return (id) => (id.startsWith('urn:epc:') ? (digitalLinkOfUrn(id) ?? id) : id);
    case 'Always_EPC_URN': {
      const known = prefixLength();
      return (id) => (/^https?:/.test(id) ? (urnOfDigitalLink(id, known) ?? id) : id);
    }
  }
}

/** The event with its identifiers in another form; extensions stay as they are. */
export function translateEvent(event: JsonObject, translate: Translate): JsonObject {
  const of = (name: string, value: JsonValue) => translated(name, value, translate);
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [name, of(name, value)]));
}

function translated(name: string, value: JsonValue, translate: Translate): JsonValue {
  const change = (item: JsonValue) => (typeof item === 'string' ? translate(item) : item);
  if (identifiers.has(name)) return once(each(value, change));
  const member = Object.hasOwn(holders, name) ? holders[name] : undefined;
  if (member === undefined) return value;
  return each(value, (item) => {
    const inner = isJsonObject(item) ? item[member] : undefined;
    return isJsonObject(item) && inner !== undefined ? { ...item, [member]: change(inner) } : item;
  });
}

/** An event may name one thing in both forms; translated, these are the same, and lists of EPCs name each once. */
function once(value: JsonValue): JsonValue {
  return Array.isArray(value) ? [...new Set(value as readonly JsonValue[])] : value;
}

function each(value: JsonValue, change: (item: JsonValue) => JsonValue): JsonValue {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(change) : change(value);
}
