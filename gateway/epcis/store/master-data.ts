import { namespacesWithin, standardNamespaces } from '../../../protocols/epcis/hash/namespaces.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../../../protocols/epcis/json.ts';
import { canonicalId, canonicalName } from '../../../protocols/epcis/query/canonical.ts';

/** What a document's header tells of places and other things that events name (EPCIS 2.0, 9.5.2). */
export interface MasterData {
  readonly children: readonly { readonly parent: string; readonly child: string }[];
  readonly attributes: readonly { readonly id: string; readonly attribute: string; readonly value: string }[];
}

/** The master data of a valid document. */
export function masterDataOf(document: JsonObject): MasterData {
  const namespaces = namespacesWithin(document, standardNamespaces);
  const header = objectAt(objectAt(document, 'epcisHeader'), 'epcisMasterData');
  const elements = objectsAt(header, 'vocabularyList').flatMap((list) =>
    objectsAt(list, 'vocabularyElementList'),
  );
  const identified = elements.flatMap((element) => {
    const id = memberOf(element, 'id');
    return typeof id === 'string' ? [{ id: canonicalId(id, namespaces), element }] : [];
  });
  return {
    children: identified.flatMap(({ id, element }) =>
      valuesAt(element, 'children').flatMap((child) =>
        typeof child === 'string' ? [{ parent: id, child: canonicalId(child, namespaces) }] : [],
      ),
    ),
    attributes: identified.flatMap(({ id, element }) =>
      objectsAt(element, 'attributes').flatMap((attribute) => {
        const name = memberOf(attribute, 'id');
        const value = memberOf(attribute, 'attribute');
        if (typeof name !== 'string' || value === undefined) return [];
        const text = typeof value === 'string' ? value : JSON.stringify(value);
        return [{ id, attribute: canonicalName(name, namespaces), value: text }];
      }),
    ),
  };
}

function objectAt(object: JsonObject, name: string): JsonObject {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : {};
}

function valuesAt(object: JsonObject, name: string): readonly JsonValue[] {
  const value = memberOf(object, name);
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function objectsAt(object: JsonObject, name: string): JsonObject[] {
  return valuesAt(object, name).filter(isJsonObject);
}
