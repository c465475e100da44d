import { isJsonObject, type JsonObject, type JsonValue } from '../../protocols/epcis/json.ts';
import { digitalLinkOfUrn } from '../../protocols/epcis/urn-to-digital-link.ts';

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

/** The event with its EPC URNs as GS1 Digital Link URIs; what has no such form, and extensions, stay as they are. */
export function withDigitalLinks(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [name, translated(name, value)]));
}

function translated(name: string, value: JsonValue): JsonValue {
  if (identifiers.has(name)) return once(each(value, linkOf));
  const member = Object.hasOwn(holders, name) ? holders[name] : undefined;
  if (member === undefined) return value;
  return each(value, (item) => {
    const inner = isJsonObject(item) ? item[member] : undefined;
    return isJsonObject(item) && inner !== undefined ? { ...item, [member]: linkOf(inner) } : item;
  });
}

/** An event may name one thing in both forms; translated, these are the same, and lists of EPCs name each once. */
function once(value: JsonValue): JsonValue {
  return Array.isArray(value) ? [...new Set(value as readonly JsonValue[])] : value;
}

function each(value: JsonValue, change: (item: JsonValue) => JsonValue): JsonValue {
  return Array.isArray(value) ? (value as readonly JsonValue[]).map(change) : change(value);
}

function linkOf(value: JsonValue): JsonValue {
  return typeof value === 'string' && value.startsWith('urn:epc:')
    ? (digitalLinkOfUrn(value) ?? value)
    : value;
}
