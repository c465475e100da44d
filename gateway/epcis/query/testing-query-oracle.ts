/**
 * What a query means, told a second time and naively: a filter over plain events, for the tests to hold the repository to. It shares no
 * code with what it checks; identifiers are the same if the table of pairs says so.
 */
type Json = Record<string, unknown>;

/** EPC URN -> GS1 Digital Link URI, worked out by hand. */
export const pairs: Readonly<Record<string, string>> = {
  'urn:epc:id:sgtin:4012345.011111.A1': 'https://id.gs1.org/01/04012345111118/21/A1',
  'urn:epc:id:sgtin:4012345.011111.A2': 'https://id.gs1.org/01/04012345111118/21/A2',
  'urn:epc:id:sgtin:4012345.111111.A1': 'https://id.gs1.org/01/14012345111115/21/A1',
  'urn:epc:id:sgtin:9521141.011111.A1': 'https://id.gs1.org/01/09521141111116/21/A1',
  'urn:epc:id:sscc:4012345.3000000001': 'https://id.gs1.org/00/340123450000000017',
  'urn:epc:id:sscc:4012345.0000000001': 'https://id.gs1.org/00/040123450000000016',
  'urn:epc:id:grai:4012345.00001.R1': 'https://id.gs1.org/8003/04012345000016R1',
  'urn:epc:id:sgln:4012345.00011.0': 'https://id.gs1.org/414/4012345000115',
  'urn:epc:id:sgln:4012345.00011.D1': 'https://id.gs1.org/414/4012345000115/254/D1',
  'urn:epc:idpat:sgtin:4012345.011111.*': 'https://id.gs1.org/01/04012345111118',
  'urn:epc:idpat:sgtin:4012345.111111.*': 'https://id.gs1.org/01/14012345111115',
  'urn:epc:class:lgtin:4012345.011111.L1': 'https://id.gs1.org/01/04012345111118/10/L1',
};
const urnOf = new Map(Object.entries(pairs).map(([urn, link]) => [link, urn]));
const same = (a: unknown, b: unknown) => urn(a) === urn(b);
const urn = (id: unknown) => urnOf.get(String(id)) ?? String(id);
const bare = (term: unknown) =>
  String(term).replace(/^urn:epcglobal:cbv:[a-z]+:|^https:\/\/ref\.gs1\.org\/cbv\/[A-Za-z]+-/, '');
const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const time = (value: unknown) => new Date(String(value)).getTime();

const epcsOf = (event: Json, ...names: string[]) => names.flatMap((name) => list(event[name]));
const classesOf = (event: Json, ...names: string[]) => names.flatMap((name) => list(event[name]) as Json[]);

/** Component by component, and a star of the event is met by a star only (EPCIS 2.0, 8.2.7.1.1). */
function matches(id: unknown, pattern: string): boolean {
  if (pattern.startsWith('https:') && pattern.endsWith('*')) {
    const link = pairs[urn(id)] ?? String(id);
    return link.startsWith(pattern.slice(0, -1)) && link.length >= pattern.length;
  }
  if (!pattern.startsWith('urn:epc:idpat:')) return same(id, pattern);
  const [scheme = '', ...wanted] = pattern.replace('urn:epc:idpat:', '').split(/[:.]/);
  const [found = '', ...parts] = urn(id)
    .replace(/urn:epc:(?:id|idpat):/, '')
    .split(/[:.]/);
  return (
    scheme === found &&
    wanted.length === parts.length &&
    wanted.every((part, at) => part === '*' || part === parts[at])
  );
}

const anyMatch = (ids: unknown[], patterns: string[]) =>
  ids.some((id) => patterns.some((pattern) => matches(id, pattern)));
const reportsOf = (event: Json) =>
  (list(event.sensorElementList) as Json[]).flatMap((element) => list(element.sensorReport) as Json[]);

function compare(op: string, found: number, wanted: number): boolean {
  if (op === 'GT') return found > wanted;
  if (op === 'GE') return found >= wanted;
  if (op === 'LT') return found < wanted;
  return op === 'LE' ? found <= wanted : found === wanted;
}

/** Values of an extension at any depth below one of that name. */
function valuesOf(object: Json, name: string): unknown[] {
  return Object.entries(object).flatMap(([key, value]) => (key === name ? list(value) : []));
}
function innerValues(value: unknown, name: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => innerValues(item, name));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === name ? list(inner) : []),
    ...innerValues(inner, name),
  ]);
}
const innerOf = (event: Json, name: string) =>
  Object.entries(event).flatMap(([key, value]) => (key.includes(':') ? innerValues(value, name) : []));

/** Digits are a number, whether a document writes them as one or, as those that come from XML do, as a text. */
function numberIn(value: unknown): number | null {
  return typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(String(value)) ? Number(value) : null;
}

function holds(op: string, values: unknown[], wanted: string[]): boolean {
  if (op === 'EXISTS') return values.length > 0;
  return values.some((value) =>
    wanted.some((text) => {
      const number = typeof value === 'object' ? null : numberIn(value);
      if (op === 'EQ' && typeof value !== 'object' && String(value) === text) return true;
      return number !== null && numberIn(text) !== null && compare(op, number, Number(text));
    }),
  );
}

const ids = {
  epc: ['epcList', 'childEPCs'],
  parentID: ['parentID'],
  inputEPC: ['inputEPCList'],
  outputEPC: ['outputEPCList'],
} as Record<string, string[]>;
const classes = {
  epcClass: ['quantityList', 'childQuantityList'],
  inputEPCClass: ['inputQuantityList'],
  outputEPCClass: ['outputQuantityList'],
} as Record<string, string[]>;

/** Whether an event meets one parameter. */
export function meets(event: Json, name: string, wanted: string[]): boolean {
  const [first = ''] = wanted;
  const of = (key: string) => (event[key] ?? {}) as Json;
  if (name === 'eventType') return wanted.includes(String(event.type));
  if (name === 'GE_eventTime') return time(event.eventTime) >= time(first);
  if (name === 'LT_eventTime') return time(event.eventTime) < time(first);
  if (name === 'EQ_action') return wanted.includes(String(event.action));
  if (name === 'EQ_bizStep' || name === 'EQ_disposition') {
    const value = event[name.slice(3)];
    return value !== undefined && wanted.some((term) => bare(term) === value);
  }
  if (name.startsWith('EQ_persistentDisposition_')) {
    return list(of('persistentDisposition')[name.slice(25)]).some((value) =>
      wanted.some((term) => bare(term) === value),
    );
  }
  if (name === 'EQ_readPoint' || name === 'EQ_bizLocation')
    return wanted.some((id) => of(name.slice(3)).id !== undefined && same(of(name.slice(3)).id, id));
  if (name === 'EQ_transformationID') return wanted.includes(String(event.transformationID));
  if (name === 'EQ_eventID') return wanted.includes(String(event.eventID));
  if (name === 'MATCH_anyEPC') return anyMatch(epcsOf(event, ...Object.values(ids).flat()), wanted);
  if (name === 'MATCH_anyEPCClass')
    return anyMatch(
      classesOf(event, ...Object.values(classes).flat()).map(({ epcClass }) => epcClass),
      wanted,
    );
  const match = /^MATCH_(\w+)$/.exec(name)?.[1] ?? '';
  if (ids[match] !== undefined) return anyMatch(epcsOf(event, ...ids[match]), wanted);
  if (classes[match] !== undefined)
    return anyMatch(
      classesOf(event, ...classes[match]).map(({ epcClass }) => epcClass),
      wanted,
    );
  const quantity = /^(EQ|GT|GE|LT|LE)_quantity(?:_(\w+))?$/.exec(name);
  if (quantity !== null) {
    const elements = classesOf(event, ...Object.values(classes).flat());
    return elements.some(
      (one) =>
        one.quantity !== undefined &&
        (quantity[2] === undefined || one.uom === quantity[2]) &&
        wanted.some((text) => compare(quantity[1] ?? '', Number(one.quantity), Number(text))),
    );
  }
  if (name === 'EXISTS_errorDeclaration') return event.errorDeclaration !== undefined;
  if (name === 'EQ_errorReason') return wanted.includes(String(of('errorDeclaration').reason));
  const typed = /^EQ_(bizTransaction|source|destination)_(\w+)$/.exec(name);
  if (typed !== null) {
    const [, kind = '', type] = typed;
    return (list(event[`${kind}List`]) as Json[]).some(
      (one) => one.type === type && wanted.some((id) => same(one[kind], id)),
    );
  }
  if (name === 'EQ_type') return reportsOf(event).some(({ type }) => wanted.includes(String(type)));
  const sensed = /^(EQ|GT|GE|LT|LE)_(value|maxValue)_(\w+)$/.exec(name);
  if (sensed !== null) {
    const [, op = '', attribute = '', uom] = sensed;
    return reportsOf(event).some(
      (one) =>
        one[attribute] !== undefined &&
        one.uom === uom &&
        wanted.some((text) => compare(op, Number(one[attribute]), Number(text))),
    );
  }
  const field = /^(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?(ILMD_)?(example:\w+)$/.exec(name);
  if (field === null) throw new Error(`the oracle does not know ${name}`);
  const [, op = '', inner, ilmd, fieldName = ''] = field;
  const holder = ilmd === undefined ? event : of('ilmd');
  return holds(op, inner === undefined ? valuesOf(holder, fieldName) : innerOf(holder, fieldName), wanted);
}
