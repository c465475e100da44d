import type { Namespaces } from '../hash/namespaces.ts';
import { isJsonObject, type JsonObject, memberOf } from '../json.ts';
import { canonicalId, canonicalTerm } from './canonical.ts';
import { arrayAt, fieldOf, type IndexedField, objectAt } from './indexed-field.ts';

/** Attributes of sensor metadata and reports that have query parameters (EPCIS 2.0, 8.2.7.1), by the form of their values. */
export const sensorAttributes = {
  times: ['time', 'startTime', 'endTime'],
  ids: ['deviceID', 'dataProcessingMethod', 'microorganism', 'chemicalSubstance', 'bizRules', 'uriValue'],
  numbers: ['value', 'minValue', 'maxValue', 'meanValue', 'sDev', 'percValue', 'percRank'],
} as const;

const ids: ReadonlySet<string> = new Set(sensorAttributes.ids);
const plain: ReadonlySet<string> = new Set([
  ...sensorAttributes.times,
  ...sensorAttributes.numbers,
  'stringValue',
  'booleanValue',
]);

/** What sensors reported: one field for each attribute, and one that says that there was any sensor at all. */
export function sensorFields(event: JsonObject, namespaces: Namespaces): IndexedField[] {
  const elements = arrayAt(event, 'sensorElementList').filter(isJsonObject);
  if (elements.length === 0) return [];
  return [
    fieldOf('sensor', 'sensorElementList', null),
    ...elements.flatMap((element) => [
      ...attributesOf(objectAt(element, 'sensorMetadata'), namespaces),
      ...arrayAt(element, 'sensorReport')
        .filter(isJsonObject)
        .flatMap((report) => attributesOf(report, namespaces)),
    ]),
  ];
}

function attributesOf(object: JsonObject, namespaces: Namespaces): IndexedField[] {
  const uom = memberOf(object, 'uom');
  return Object.entries(object).flatMap(([name, value]) => {
    if (typeof value === 'string' && name === 'type')
      return [fieldOf('sensor', name, canonicalTerm('measurement', value, namespaces))];
    if (typeof value === 'string' && ids.has(name))
      return [fieldOf('sensor', name, canonicalId(value, namespaces))];
    if (typeof value === 'string' && name === 'hexBinaryValue')
      return [fieldOf('sensor', name, value.toUpperCase())];
    return plain.has(name) ? [fieldOf('sensor', name, value, typeof uom === 'string' ? uom : null)] : [];
  });
}
