import { type Fact, factData } from './fact.ts';
import { quickCheckOf } from './quick-check.ts';

const hexForm = /^[0-9a-f]{64}$/;
const nameForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;
const typeForm = /^[a-z]+(\.[a-z_]+)+$/;
/** The 29th of February is left to the schema, which knows the years. */
const instantForm =
  /^\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const members = 10;

/**
 * Whether a value is a fact with a valid envelope, told in a tenth of the time that the schema `factEnvelope` takes. A no
 * means only that the schema must decide: it knows every case, and says what is wrong.
 */
export function isPlainFact(raw: unknown): raw is Fact {
  if (typeof raw !== 'object' || raw === null) return false;
  const fact = raw as Record<keyof Fact, unknown>;
  return (
    fact.v === 1 &&
    isSequence(fact.seq) &&
    hasForm(fact.site, nameForm) &&
    hasForm(fact.station, nameForm) &&
    hasForm(fact.at, instantForm) &&
    isOperator(fact.operator) &&
    hasForm(fact.prev, hexForm) &&
    hasForm(fact.hash, hexForm) &&
    hasForm(fact.type, typeForm) &&
    fact.type.length <= 64 &&
    isPlainData(fact.data) &&
    Object.getPrototypeOf(raw) === Object.prototype &&
    countMembers(raw) === members
  );
}

const dataChecks = new Map(Object.entries(factData).map(([type, schema]) => [type, quickCheckOf(schema)]));

/** Whether the data of a fact is surely that of its type; a no leaves it to the schema of the type. */
export function hasPlainData({ type, data }: Fact): boolean {
  return dataChecks.get(type)?.(data) === true;
}

function hasForm(value: unknown, form: RegExp): value is string {
  return typeof value === 'string' && form.test(value);
}

function isSequence(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

function isOperator(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.length > 0 && value.length <= 64);
}

/** The schema drops a member called `__proto__`. */
function isPlainData(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, '__proto__');
}

function countMembers(value: object): number {
  let count = 0;
  for (const _ in value) count += 1;
  return count;
}
