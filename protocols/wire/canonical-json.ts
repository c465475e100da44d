/**
 * JSON in one form for each value, so that a hash over it means the same everywhere: the JSON Canonicalization Scheme
 * (RFC 8785) for what facts hold. Members are sorted by UTF-16 code units; `undefined` members are left out.
 *
 * @throws TypeError for numbers that JSON cannot carry, and for values that are not JSON.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
    return JSON.stringify(value);
  }
  // What came from a canonical text is in order already, and then the host writes the same in a fraction of the time.
  if (isInOrder(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>);
  throw new TypeError(`a ${typeof value} has no JSON form`);
}

function canonicalObject(value: Record<string, unknown>): string {
  let json = '{';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    if (json.length > 1) json += ',';
    json += `${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `${json}}`;
}

/** Whether `JSON.stringify` writes the canonical form: plain values only, the members of each object sorted. */
function isInOrder(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  return Array.isArray(value) ? isArrayInOrder(value) : isObjectInOrder(value as Record<string, unknown>);
}

function isArrayInOrder(values: readonly unknown[]): boolean {
  for (const value of values) if (!isInOrder(value)) return false;
  return true;
}

function isObjectInOrder(value: Record<string, unknown>): boolean {
  // A class could bring its own `toJSON`.
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before: string | undefined;
  for (const key in value) {
    if (before !== undefined && key < before) return false;
    if (!isInOrder(value[key])) return false;
    before = key;
  }
  return true;
}
