import { plainNumber } from '../hash/canonical-value.ts';
import { isJsonObject, type JsonObject, type JsonValue, memberOf } from '../json.ts';
import { instantMs, plainDecimal } from './canonical.ts';

/** Which part of an event a field belongs to; `.inner` holds what is nested in extensions of it. */
export type FieldKind =
  | 'bizTransaction'
  | 'source'
  | 'destination'
  | 'set'
  | 'unset'
  | 'correctiveEventID'
  | 'sensor'
  | ExtensionKind
  | `${ExtensionKind}.inner`;

export type ExtensionKind =
  | 'event'
  | 'ilmd'
  | 'errorDeclaration'
  | 'readPoint'
  | 'bizLocation'
  | 'sensorElement'
  | 'sensorMetadata'
  | 'sensorReport';

/** A field that queries may ask for by its name. */
export interface IndexedField {
  readonly kind: FieldKind;
  readonly name: string;
  /** Null for a field that holds fields. */
  readonly text: string | null;
  readonly number: number | null;
  /** Milliseconds since 1970. */
  readonly time: number | null;
  readonly uom: string | null;
}

/** A field with the forms in which its value may be compared. */
export function fieldOf(
  kind: FieldKind,
  name: string,
  value: JsonValue,
  uom: string | null = null,
): IndexedField {
  if (typeof value === 'number')
    return { kind, name, text: plainNumber(value), number: value, time: null, uom };
  if (typeof value !== 'string')
    return { kind, name, text: value === null ? null : String(value), number: null, time: null, uom };
  return { kind, name, text: value, number: plainDecimal(value), time: instantMs(value), uom };
}

const none: JsonObject = {};

export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = memberOf(object, name);
  return isJsonObject(value) ? value : none;
}

export function arrayAt(object: JsonObject, name: string): readonly JsonValue[] {
  const value = memberOf(object, name);
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

export function textAt(object: JsonObject, name: string): string | null {
  const value = memberOf(object, name);
  return typeof value === 'string' ? value : null;
}
