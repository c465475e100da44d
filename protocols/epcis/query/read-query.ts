import type { Condition, EventQuery, QueryOrder } from './conditions.ts';
import { fixedParameters } from './fixed-parameters.ts';
import { parameterFamilies } from './parameter-families.ts';
import type { ParameterReader } from './parameter-reader.ts';
import {
  countOf,
  fieldNames,
  oneOfTexts,
  ParameterRefusal,
  type QueryScope,
  textsOf,
} from './parameter-values.ts';

export type QueryReading =
  | { readonly ok: true; readonly query: EventQuery }
  | { readonly ok: false; readonly faults: readonly { readonly place: string; readonly message: string }[] };

const maxParameters = 60;

/**
 * Reads the parameters of a SimpleEventQuery (EPCIS 2.0, 8.2.7.1) and names every one that is wrong. Values are texts,
 * numbers, booleans or lists of them.
 */
export function readQuery(parameters: Readonly<Record<string, unknown>>, scope: QueryScope): QueryReading {
  const faults: { place: string; message: string }[] = [];
  const conditions: Condition[] = [];
  const names = Object.keys(parameters);
  if (names.length > maxParameters) {
    return refused('query', `there are ${names.length} parameters, at most ${maxParameters} are taken`);
  }
  const guard = (place: string, read: () => void) => {
    try {
      read();
    } catch (thrown) {
      if (!(thrown instanceof ParameterRefusal)) throw thrown;
      faults.push({ place, message: thrown.message });
    }
  };
  for (const name of names) {
    if (controls.has(name)) continue;
    guard(name, () => void conditions.push(...readerOf(name)(parameters[name], scope)));
  }
  const control = readControls(parameters, scope, guard);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, query: { conditions, ...control } };
}

function refused(place: string, message: string): QueryReading {
  return { ok: false, faults: [{ place, message }] };
}

const controls: ReadonlySet<string> = new Set([
  'orderBy',
  'orderDirection',
  'eventCountLimit',
  'maxEventCount',
  '@context',
]);

function readControls(
  parameters: Readonly<Record<string, unknown>>,
  scope: QueryScope,
  guard: (place: string, read: () => void) => void,
): Omit<EventQuery, 'conditions'> {
  const { orderBy, orderDirection, eventCountLimit, maxEventCount } = parameters;
  let direction: 'ASC' | 'DESC' = 'DESC';
  let order: QueryOrder = { by: 'recorded', direction: 'ASC' };
  const counts = { eventCountLimit: null as number | null, maxEventCount: null as number | null };
  guard('orderDirection', () => {
    if (orderDirection !== undefined) direction = oneOfTexts(orderDirection, ['ASC', 'DESC'] as const);
  });
  guard('orderBy', () => {
    if (orderBy !== undefined) order = orderOf(orderBy, direction, scope);
  });
  guard('eventCountLimit', () => {
    if (eventCountLimit === undefined) return;
    if (maxEventCount !== undefined) throw new ParameterRefusal('it and maxEventCount exclude each other');
    if (orderBy === undefined)
      throw new ParameterRefusal('it needs orderBy, or nobody knows which events are the first');
    counts.eventCountLimit = countOf(eventCountLimit);
  });
  guard('maxEventCount', () => {
    if (maxEventCount !== undefined) counts.maxEventCount = countOf(maxEventCount);
  });
  return { order, ...counts };
}

function orderOf(orderBy: unknown, direction: 'ASC' | 'DESC', scope: QueryScope): QueryOrder {
  const [name = ''] = textsOf(orderBy);
  if (name === 'recordTime') return { by: 'recorded', direction };
  if (name === 'eventTime') return { by: 'eventTime', direction };
  if (!name.includes(':'))
    throw new ParameterRefusal('orderBy is eventTime, recordTime or the name of an extension field');
  return { by: { names: fieldNames(name, scope) }, direction };
}

function readerOf(name: string): ParameterReader {
  const known = fixedParameters.get(name);
  if (known !== undefined) return known;
  for (const [pattern, reader] of parameterFamilies) {
    const found = pattern.exec(name);
    if (found !== null) return reader(found);
  }
  return () => {
    throw new ParameterRefusal(
      'there is no such query parameter (EPCIS 2.0, 8.2.7.1); the field of an extension is named with its namespace, such as EQ_example:field',
    );
  };
}
