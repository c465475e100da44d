import { canonicalId, canonicalName, canonicalTerm, type TermKind } from './canonical.ts';
import type { Column, Comparison, Condition, EventQuery, FieldTest, QueryOrder } from './conditions.ts';
import { type MatchOf, readEpcMatch } from './epc-pattern.ts';
import { eventTypeName, roles } from './event-index.ts';
import type { ExtensionKind, FieldKind } from './indexed-field.ts';
import {
  comparedTo,
  countOf,
  equalTo,
  fieldNames,
  flagOf,
  numberOf,
  numbersOf,
  oneOfTexts,
  ParameterRefusal,
  type QueryScope,
  textsOf,
  timeOf,
} from './parameter-values.ts';
import { sensorAttributes } from './sensor-fields.ts';

export type QueryReading =
  | { readonly ok: true; readonly query: EventQuery }
  | { readonly ok: false; readonly faults: readonly { readonly place: string; readonly message: string }[] };

const maxParameters = 60;

/** Makes conditions of the value of a parameter; none where it asks for nothing. */
type Reader = (value: unknown, scope: QueryScope) => readonly Condition[];

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
  let control: Omit<EventQuery, 'conditions'> | undefined;
  guard('orderBy', () => {
    control = readControls(parameters, scope);
  });
  return control === undefined || faults.length > 0
    ? { ok: false, faults }
    : { ok: true, query: { conditions, ...control } };
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
): Omit<EventQuery, 'conditions'> {
  const { orderBy, orderDirection, eventCountLimit, maxEventCount } = parameters;
  if (eventCountLimit !== undefined && maxEventCount !== undefined) {
    throw new ParameterRefusal('eventCountLimit and maxEventCount exclude each other');
  }
  if (eventCountLimit !== undefined && orderBy === undefined) {
    throw new ParameterRefusal('eventCountLimit needs orderBy, or nobody knows which events are the first');
  }
  const direction =
    orderDirection === undefined ? 'DESC' : oneOfTexts(orderDirection, ['ASC', 'DESC'] as const);
  return {
    order: orderOf(orderBy, direction, scope),
    eventCountLimit: eventCountLimit === undefined ? null : countOf(eventCountLimit),
    maxEventCount: maxEventCount === undefined ? null : countOf(maxEventCount),
  };
}

function orderOf(orderBy: unknown, direction: 'ASC' | 'DESC', scope: QueryScope): QueryOrder {
  if (orderBy === undefined) return { by: 'recorded', direction: 'ASC' };
  const [name = ''] = textsOf(orderBy);
  if (name === 'recordTime') return { by: 'recorded', direction };
  if (name === 'eventTime') return { by: 'eventTime', direction };
  if (!name.includes(':'))
    throw new ParameterRefusal('orderBy is eventTime, recordTime or the name of an extension field');
  return { by: { names: fieldNames(name, scope) }, direction };
}

const column =
  (name: Column, canonical: (text: string, scope: QueryScope) => string): Reader =>
  (value, scope) => [
    { on: 'column', column: name, values: textsOf(value).map((text) => canonical(text, scope)) },
  ];

const term =
  (kind: TermKind) =>
  (text: string, { namespaces }: QueryScope): string =>
    canonicalTerm(kind, text, namespaces);

const id = (text: string, { namespaces }: QueryScope): string => canonicalId(text, namespaces);

const time =
  (name: 'eventTime' | 'recordTime' | 'declarationTime', op: 'GE' | 'LT'): Reader =>
  (value) => [{ on: 'time', column: name, op, ms: timeOf(value) }];

const match =
  (of: MatchOf, ...at: readonly number[]): Reader =>
  (value, { namespaces }) => {
    const matches = textsOf(value).map((text) => {
      const read = readEpcMatch(text, of, namespaces);
      if (read === null)
        throw new ParameterRefusal(
          `"${text}" is no pattern of a GS1 key (urn:epc:idpat:..., with * in its last parts only)`,
        );
      return read;
    });
    return [
      {
        on: 'epc',
        roles: at,
        exact: matches.flatMap((each) => (each.kind === 'exact' ? [each.id] : [])),
        ranges: matches.flatMap((each) => (each.kind === 'ranges' ? each.ranges : [])),
      },
    ];
  };

const within =
  (name: 'readPoint' | 'bizLocation'): Reader =>
  (value, scope) => [{ on: 'within', column: name, values: textsOf(value).map((text) => id(text, scope)) }];

const listed =
  (kind: FieldKind, canonical: (text: string, scope: QueryScope) => string): Reader =>
  (value, scope) => [field(kind, [''], textTest(textsOf(value).map((text) => canonical(text, scope))))];

const sensor =
  (name: string, canonical: (text: string, scope: QueryScope) => string): Reader =>
  (value, scope) => [field('sensor', [name], textTest(textsOf(value).map((text) => canonical(text, scope))))];

function field(
  kind: FieldKind,
  names: readonly string[],
  test: FieldTest,
  uom: string | null = null,
): Condition {
  return { on: 'field', kind, names, test, uom };
}

function textTest(texts: readonly string[]): FieldTest {
  return { op: 'EQ', texts, numbers: [], times: [] };
}

const asIs = (text: string) => text;

const fixed: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['eventType', column('type', (text, { namespaces }) => eventTypeName(text, namespaces))],
  ['GE_eventTime', time('eventTime', 'GE')],
  ['LT_eventTime', time('eventTime', 'LT')],
  ['GE_recordTime', time('recordTime', 'GE')],
  ['LT_recordTime', time('recordTime', 'LT')],
  [
    'EQ_action',
    (value) => [
      {
        on: 'column',
        column: 'action',
        values: textsOf(value).map((text) => oneOfTexts(text, ['ADD', 'OBSERVE', 'DELETE'])),
      },
    ],
  ],
  ['EQ_bizStep', column('bizStep', term('bizStep'))],
  ['EQ_disposition', column('disposition', term('disposition'))],
  ['EQ_persistentDisposition_set', listed('set', term('disposition'))],
  ['EQ_persistentDisposition_unset', listed('unset', term('disposition'))],
  ['EQ_readPoint', column('readPoint', id)],
  ['EQ_bizLocation', column('bizLocation', id)],
  ['WD_readPoint', within('readPoint')],
  ['WD_bizLocation', within('bizLocation')],
  ['EQ_transformationID', column('transformationID', id)],
  ['EQ_eventID', column('eventID', (text) => text.trim())],
  ['MATCH_epc', match('epc', roles.epc, roles.childEPC)],
  ['MATCH_parentID', match('epc', roles.parent)],
  ['MATCH_inputEPC', match('epc', roles.inputEPC)],
  ['MATCH_outputEPC', match('epc', roles.outputEPC)],
  ['MATCH_anyEPC', match('epc', roles.epc, roles.childEPC, roles.parent, roles.inputEPC, roles.outputEPC)],
  ['MATCH_epcClass', match('class', roles.epcClass, roles.childClass)],
  ['MATCH_inputEPCClass', match('class', roles.inputClass)],
  ['MATCH_outputEPCClass', match('class', roles.outputClass)],
  [
    'MATCH_anyEPCClass',
    match('class', roles.epcClass, roles.childClass, roles.inputClass, roles.outputClass),
  ],
  ['EXISTS_errorDeclaration', (value) => (flagOf(value) ? [{ on: 'declared' }] : [])],
  ['GE_errorDeclarationTime', time('declarationTime', 'GE')],
  ['LT_errorDeclarationTime', time('declarationTime', 'LT')],
  // The query schema writes the same with an underscore.
  ['GE_errorDeclaration_Time', time('declarationTime', 'GE')],
  ['LT_errorDeclaration_Time', time('declarationTime', 'LT')],
  ['EQ_errorReason', column('errorReason', term('errorReason'))],
  ['EQ_correctiveEventID', listed('correctiveEventID', (text) => text.trim())],
  [
    'EXISTS_sensorElementList',
    (value) => (flagOf(value) ? [field('sensor', ['sensorElementList'], { op: 'EXISTS' })] : []),
  ],
  ['EQ_type', sensor('type', term('measurement'))],
  ...sensorAttributes.ids.map((name): [string, Reader] => [`EQ_${name}`, sensor(name, id)]),
  ['EQ_stringValue', sensor('stringValue', asIs)],
  ['EQ_hexBinaryValue', sensor('hexBinaryValue', (text) => text.toUpperCase())],
  [
    'EQ_booleanValue',
    (value) => [field('sensor', ['booleanValue'], textTest([oneOfTexts(value, ['true', 'false'])]))],
  ],
  ...sensorAttributes.times.flatMap((name) =>
    (['GE', 'LT'] as const).map((op): [string, Reader] => [
      `${op}_${name}`,
      (value) => [field('sensor', [name], { op, number: null, time: timeOf(value) })],
    ]),
  ),
]);

function readerOf(name: string): Reader {
  const known = fixed.get(name);
  if (known !== undefined) return known;
  for (const [pattern, reader] of families) {
    const found = pattern.exec(name);
    if (found !== null) return reader(found);
  }
  return () => {
    throw new ParameterRefusal(
      'there is no such query parameter (EPCIS 2.0, 8.2.7.1); the field of an extension is named with its namespace, such as EQ_example:field',
    );
  };
}

const typed =
  (kind: 'bizTransaction' | 'source' | 'destination', terms: TermKind) =>
  ([, type = '']: RegExpExecArray): Reader =>
  (value, scope) => [
    field(
      kind,
      [canonicalTerm(terms, type, scope.namespaces)],
      textTest(textsOf(value).map((text) => id(text, scope))),
    ),
  ];

const extensionKinds: Readonly<Record<string, ExtensionKind>> = {
  ILMD: 'ilmd',
  ERROR_DECLARATION: 'errorDeclaration',
  SENSORELEMENT: 'sensorElement',
  SENSORMETADATA: 'sensorMetadata',
  SENSORREPORT: 'sensorReport',
  readPoint: 'readPoint',
  bizLocation: 'bizLocation',
};

function extension([, op = '', inner, part = '', name = '']: RegExpExecArray): Reader {
  const kind = extensionKinds[part] ?? 'event';
  return (value, scope) => {
    const names = fieldNames(name, scope);
    const of: FieldKind = inner === undefined ? kind : `${kind}.inner`;
    if (op === 'EXISTS') return flagOf(value) ? [field(of, names, { op: 'EXISTS' })] : [];
    return [field(of, names, op === 'EQ' ? equalTo(value) : comparedTo(op as 'GT', value))];
  };
}

function sensorNumber([, op = '', name = '', uom]: RegExpExecArray): Reader {
  return (value) => {
    const test: FieldTest =
      op === 'EQ'
        ? { op, texts: [], numbers: numbersOf(value), times: [] }
        : { op: op as 'GT', number: numberOf(value), time: null };
    return [field('sensor', [name], test, uom ?? null)];
  };
}

function quantity([, op = '', uom]: RegExpExecArray): Reader {
  return (value) => [
    {
      on: 'quantity',
      op: op as Comparison,
      numbers: op === 'EQ' ? numbersOf(value) : [numberOf(value)],
      uom: uom ?? null,
    },
  ];
}

const vocabularyColumns: readonly Column[] = ['bizStep', 'disposition', 'readPoint', 'bizLocation'];

function attributeField(name: string, scope: QueryScope): { column: Column } | { names: readonly string[] } {
  const known = vocabularyColumns.find((candidate) => candidate === name);
  return known === undefined ? { names: fieldNames(name, scope) } : { column: known };
}

const attributeNames = (texts: readonly string[], { namespaces }: QueryScope) =>
  texts.map((text) => canonicalName(text, namespaces));

const families: readonly (readonly [RegExp, (found: RegExpExecArray) => Reader])[] = [
  [/^EQ_bizTransaction_(.+)$/s, typed('bizTransaction', 'bizTransaction')],
  [/^EQ_source_(.+)$/s, typed('source', 'party')],
  [/^EQ_destination_(.+)$/s, typed('destination', 'party')],
  [/^(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]{2,4}))?$/, quantity],
  [/^(EQ|GT|GE|LT|LE)_(value|minValue|maxValue|meanValue|sDev|percValue)_([A-Za-z0-9]{1,4})$/, sensorNumber],
  [/^(EQ|GT|GE|LT|LE)_(percRank)$/, sensorNumber],
  [
    /^HASATTR_(bizStep|disposition|readPoint|bizLocation|.+:.+)$/s,
    ([, name = '']) =>
      (value, scope) => [
        {
          on: 'attribute',
          field: attributeField(name, scope),
          attributes: attributeNames(textsOf(value), scope),
          values: null,
        },
      ],
  ],
  [
    /^EQ_?ATTR_(bizStep|disposition|readPoint|bizLocation|.+:.+)_(.+)$/s,
    ([, name = '', attribute = '']) =>
      (value, scope) => [
        {
          on: 'attribute',
          field: attributeField(name, scope),
          attributes: attributeNames([attribute], scope),
          values: textsOf(value),
        },
      ],
  ],
  [
    /^(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?(?:(ILMD|ERROR_DECLARATION|SENSORELEMENT|SENSORMETADATA|SENSORREPORT|readPoint|bizLocation)_)?([^:]+:.+)$/s,
    extension,
  ],
];
