import { canonicalTime } from '../hash/canonical-value.ts';
import { type Namespaces, namespacesWithin } from '../hash/namespaces.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../json.ts';
import { canonicalId, canonicalName, canonicalTerm, instantMs, type TermKind } from './canonical.ts';
import { extensionFields } from './extension-fields.ts';
import { arrayAt, fieldOf, type IndexedField, objectAt, textAt } from './indexed-field.ts';
import { sensorFields } from './sensor-fields.ts';

/** Where an identifier stands in an event; the query parameters ask for sets of these. */
export const roles = {
  epc: 1,
  childEPC: 2,
  parent: 3,
  inputEPC: 4,
  outputEPC: 5,
  epcClass: 6,
  childClass: 7,
  inputClass: 8,
  outputClass: 9,
} as const;

/** An identifier of an event in its canonical form; a class with its quantity. */
interface IndexedEpc {
  readonly role: number;
  readonly epc: string;
  readonly quantity: number | null;
  readonly uom: string | null;
}

/** All of an event that queries look at, in canonical form. */
export interface EventIndex {
  readonly type: string;
  readonly eventTime: number;
  readonly action: string | null;
  readonly bizStep: string | null;
  readonly disposition: string | null;
  readonly readPoint: string | null;
  readonly bizLocation: string | null;
  readonly transformationID: string | null;
  /** When the event was declared wrong, canonical; empty for an event that is none of these declarations. */
  readonly declared: string;
  readonly declarationTime: number | null;
  readonly errorReason: string | null;
  readonly epcs: readonly IndexedEpc[];
  readonly fields: readonly IndexedField[];
}

/** An event type: the bare name of the standard's own, the whole URI of any other. */
export function eventTypeName(type: string, namespaces: Namespaces): string {
  return canonicalName(type.trim(), namespaces).replace(/^https?:\/\/(?:ref|ns)\.gs1\.org\/epcis\//, '');
}

/** The index of a valid event; `outer` are the namespaces that its document declares. */
export function indexEvent(event: JsonObject, outer: Namespaces): EventIndex {
  const namespaces = namespacesWithin(event, outer);
  const term = (kind: TermKind, value: JsonValue | undefined) =>
    typeof value === 'string' ? canonicalTerm(kind, value, namespaces) : null;
  const id = (value: JsonValue | undefined) =>
    typeof value === 'string' ? canonicalId(value, namespaces) : null;
  const declaration = objectAt(event, 'errorDeclaration');
  const declarationTime = textAt(declaration, 'declarationTime');
  return {
    type: eventTypeName(textAt(event, 'type') ?? '', namespaces),
    eventTime: instantMs(textAt(event, 'eventTime') ?? '') ?? 0,
    action: textAt(event, 'action'),
    bizStep: term('bizStep', memberOf(event, 'bizStep')),
    disposition: term('disposition', memberOf(event, 'disposition')),
    readPoint: id(memberOf(objectAt(event, 'readPoint'), 'id')),
    bizLocation: id(memberOf(objectAt(event, 'bizLocation'), 'id')),
    transformationID: id(memberOf(event, 'transformationID')),
    declared: declarationTime === null ? '' : canonicalTime(declarationTime),
    declarationTime: declarationTime === null ? null : instantMs(declarationTime),
    errorReason: term('errorReason', memberOf(declaration, 'reason')),
    epcs: epcsOf(event, namespaces),
    fields: [
      ...partyFields(event, namespaces),
      ...listFields(event, declaration, namespaces),
      ...sensorFields(event, namespaces),
      ...extensionFields(event, namespaces),
    ],
  };
}

const epcLists: readonly (readonly [string, number])[] = [
  ['epcList', roles.epc],
  ['childEPCs', roles.childEPC],
  ['inputEPCList', roles.inputEPC],
  ['outputEPCList', roles.outputEPC],
];

const quantityLists: readonly (readonly [string, number])[] = [
  ['quantityList', roles.epcClass],
  ['childQuantityList', roles.childClass],
  ['inputQuantityList', roles.inputClass],
  ['outputQuantityList', roles.outputClass],
];

function epcsOf(event: JsonObject, namespaces: Namespaces): IndexedEpc[] {
  const bare = (role: number, value: JsonValue | undefined): IndexedEpc[] =>
    typeof value === 'string'
      ? [{ role, epc: canonicalId(value, namespaces), quantity: null, uom: null }]
      : [];
  return [
    ...bare(roles.parent, memberOf(event, 'parentID')),
    ...epcLists.flatMap(([name, role]) => arrayAt(event, name).flatMap((epc) => bare(role, epc))),
    ...quantityLists.flatMap(([name, role]) =>
      arrayAt(event, name).flatMap((element) =>
        isJsonObject(element) ? quantityOf(role, element, namespaces) : [],
      ),
    ),
  ];
}

function quantityOf(role: number, element: JsonObject, namespaces: Namespaces): IndexedEpc[] {
  const epcClass = textAt(element, 'epcClass');
  const quantity = memberOf(element, 'quantity');
  if (epcClass === null) return [];
  return [
    {
      role,
      epc: canonicalId(epcClass, namespaces),
      quantity: typeof quantity === 'number' ? quantity : null,
      uom: textAt(element, 'uom'),
    },
  ];
}

/** Typed lists: a transaction without type is indexed under the empty one. */
function partyFields(event: JsonObject, namespaces: Namespaces): IndexedField[] {
  const typed = (kind: 'bizTransaction' | 'source' | 'destination', list: string, terms: TermKind) =>
    arrayAt(event, list).flatMap((element) => {
      const value = isJsonObject(element) ? textAt(element, kind) : null;
      if (!isJsonObject(element) || value === null) return [];
      const type = canonicalTerm(terms, textAt(element, 'type') ?? '', namespaces);
      return [fieldOf(kind, type, canonicalId(value, namespaces))];
    });
  return [
    ...typed('bizTransaction', 'bizTransactionList', 'bizTransaction'),
    ...typed('source', 'sourceList', 'party'),
    ...typed('destination', 'destinationList', 'party'),
  ];
}

function listFields(event: JsonObject, declaration: JsonObject, namespaces: Namespaces): IndexedField[] {
  const persistent = objectAt(event, 'persistentDisposition');
  const dispositions = (kind: 'set' | 'unset') =>
    textsOf(arrayAt(persistent, kind)).map((text) =>
      fieldOf(kind, '', canonicalTerm('disposition', text, namespaces)),
    );
  const corrective = textsOf(arrayAt(declaration, 'correctiveEventIDs'));
  return [
    ...dispositions('set'),
    ...dispositions('unset'),
    ...corrective.map((text) => fieldOf('correctiveEventID', '', text.trim())),
  ];
}

function textsOf(values: readonly JsonValue[]): string[] {
  return values.filter((value) => typeof value === 'string');
}
