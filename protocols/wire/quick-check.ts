import type { z } from 'zod';

/** Whether a value is surely of a schema. A no means only that the schema must decide. */
export type QuickCheck = (value: unknown) => boolean;

/**
 * Turns a schema into a plain predicate, which says yes in a fraction of the time that the schema takes to build its result. It
 * knows what the data of facts consists of; null for a schema with anything else.
 */
export function quickCheckOf(schema: z.core.$ZodType): QuickCheck | null {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
      return stringCheck(def);
    case 'number':
      return all([(value) => Number.isFinite(value), ...(def.checks ?? []).map(numberCheck)]);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    case 'nullable':
      return either(null, quickCheckOf(def.innerType));
    case 'optional':
      return either(undefined, quickCheckOf(def.innerType));
    case 'array':
      return arrayCheck(def);
    case 'object':
      return objectCheck(def);
    case 'unknown':
      return () => true;
    default:
      return null;
  }
}

function stringCheck(def: z.core.$ZodStringDef): QuickCheck | null {
  const format = def as Partial<z.core.$ZodStringFormatDef>;
  if (format.format !== undefined && format.format !== 'date' && format.format !== 'datetime') return null;
  const own = format.pattern === undefined ? [] : [matches(format.pattern)];
  return all([(value) => typeof value === 'string', ...own, ...(def.checks ?? []).map(lengthOrPattern)]);
}

function lengthOrPattern(check: z.core.$ZodCheck<never>): QuickCheck | null {
  const { def } = (check as z.core.$ZodCheck<string> as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case 'min_length':
      return (value) => (value as string | unknown[]).length >= def.minimum;
    case 'max_length':
      return (value) => (value as string | unknown[]).length <= def.maximum;
    case 'string_format':
      return def.format === 'regex' && def.pattern !== undefined ? matches(def.pattern) : null;
    default:
      return null;
  }
}

function matches(pattern: RegExp): QuickCheck | null {
  return pattern.global || pattern.sticky ? null : (value) => pattern.test(value as string);
}

function numberCheck(check: z.core.$ZodCheck<never>): QuickCheck | null {
  const { def } = (check as z.core.$ZodCheck<number> as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case 'number_format':
      return def.format === 'safeint' ? Number.isSafeInteger : null;
    case 'greater_than':
      return def.inclusive
        ? (value) => Number(value) >= Number(def.value)
        : (value) => Number(value) > Number(def.value);
    case 'less_than':
      return def.inclusive
        ? (value) => Number(value) <= Number(def.value)
        : (value) => Number(value) < Number(def.value);
    default:
      return null;
  }
}

function arrayCheck(def: z.core.$ZodArrayDef): QuickCheck | null {
  const element = quickCheckOf(def.element);
  const lengths = all([Array.isArray, ...(def.checks ?? []).map(lengthOrPattern)]);
  if (element === null || lengths === null) return null;
  return (value) => lengths(value) && (value as unknown[]).every(element);
}

/** Strict objects only: each member of the shape fits, and there is no other one. */
function objectCheck(def: z.core.$ZodObjectDef): QuickCheck | null {
  if (
    (def.catchall as z.core.$ZodTypes | undefined)?._zod.def.type !== 'never' ||
    (def.checks ?? []).length > 0
  )
    return null;
  const members: [string, QuickCheck][] = [];
  for (const [name, schema] of Object.entries(def.shape)) {
    const check = quickCheckOf(schema);
    if (check === null) return null;
    members.push([name, check]);
  }
  return (value) => {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
      return false;
    let present = 0;
    for (const [name, check] of members) {
      const member = (value as Record<string, unknown>)[name];
      if (!check(member)) return false;
      if (member !== undefined) present += 1;
    }
    for (const _ in value) present -= 1;
    return present === 0;
  };
}

function either(other: null | undefined, inner: QuickCheck | null): QuickCheck | null {
  return inner === null ? null : (value) => value === other || inner(value);
}

function oneOf(values: readonly unknown[]): QuickCheck {
  const known = new Set(values);
  return (value) => known.has(value);
}

function all(checks: readonly (QuickCheck | null)[]): QuickCheck | null {
  const known = checks.filter((check) => check !== null);
  if (known.length < checks.length) return null;
  return (value) => {
    for (const check of known) if (!check(value)) return false;
    return true;
  };
}
