import { type Namespaces, namespacesWithin } from '../hash/namespaces.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { canonicalName } from './canonical.ts';
import { arrayAt, type ExtensionKind, fieldOf, type IndexedField, objectAt } from './indexed-field.ts';

/** The user extensions of an event and of its parts, each with what is nested in it (EPCIS 2.0, 8.2.7.1: EQ_fieldname, EQ_INNER_fieldname). */
export function extensionFields(event: JsonObject, namespaces: Namespaces): IndexedField[] {
  const of = (kind: ExtensionKind, object: JsonObject) => within(kind, object, namespaces);
  const sensors = arrayAt(event, 'sensorElementList').filter(isJsonObject);
  return [
    ...of('event', event),
    ...of('ilmd', objectAt(event, 'ilmd')),
    ...of('errorDeclaration', objectAt(event, 'errorDeclaration')),
    ...of('readPoint', objectAt(event, 'readPoint')),
    ...of('bizLocation', objectAt(event, 'bizLocation')),
    ...sensors.flatMap((element) => [
      ...of('sensorElement', element),
      ...of('sensorMetadata', objectAt(element, 'sensorMetadata')),
      ...arrayAt(element, 'sensorReport')
        .filter(isJsonObject)
        .flatMap((report) => of('sensorReport', report)),
    ]),
  ];
}

/** Members with a namespace; those without one are the standard's own. */
function within(kind: ExtensionKind, object: JsonObject, outer: Namespaces): IndexedField[] {
  const namespaces = namespacesWithin(object, outer);
  return Object.entries(object).flatMap(([name, value]) =>
    name.includes(':') ? fieldsOf(kind, canonicalName(name, namespaces), value, namespaces) : [],
  );
}

function fieldsOf(
  kind: IndexedField['kind'],
  name: string,
  value: JsonValue,
  namespaces: Namespaces,
): IndexedField[] {
  if (Array.isArray(value)) {
    return (value as readonly JsonValue[]).flatMap((item) => fieldsOf(kind, name, item, namespaces));
  }
  if (!isJsonObject(value)) return [fieldOf(kind, name, value)];
  return [fieldOf(kind, name, null), ...insideOf(innerOf(kind), value, namespaces)];
}

function insideOf(kind: IndexedField['kind'], object: JsonObject, outer: Namespaces): IndexedField[] {
  const namespaces = namespacesWithin(object, outer);
  return Object.entries(object).flatMap(([name, value]) =>
    name === '@context' ? [] : fieldsOf(kind, canonicalName(name, namespaces), value, namespaces),
  );
}

function innerOf(kind: IndexedField['kind']): IndexedField['kind'] {
  return kind.endsWith('.inner') ? kind : (`${kind}.inner` as IndexedField['kind']);
}
