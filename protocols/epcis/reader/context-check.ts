import { isJsonObject, type JsonValue } from '../json.ts';
import { array, type Check, uri } from './checks.ts';

const part: Check = (value, place, faults) => {
  if (!isJsonObject(value)) uri(value, place, faults);
};
const parts = array(part, { unique: true });

/** A JSON-LD context: the address of one, prefixes with their namespaces, or several of both. */
export const context: Check = (value: JsonValue, place, faults) =>
  Array.isArray(value) ? parts(value, place, faults) : part(value, place, faults);
