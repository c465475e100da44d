import { canonicalTerm, type TermKind } from './canonical.ts';
import type { Column } from './conditions.ts';
import { type MatchOf, readEpcMatch } from './epc-pattern.ts';
import { eventTypeName, roles } from './event-index.ts';
import type { FieldKind } from './indexed-field.ts';
import { field, id, type ParameterReader, textTest } from './parameter-reader.ts';
import {
  flagOf,
  oneOfTexts,
  ParameterRefusal,
  type QueryScope,
  textsOf,
  timeOf,
} from './parameter-values.ts';
import { sensorAttributes } from './sensor-fields.ts';

const column =
  (name: Column, canonical: (text: string, scope: QueryScope) => string): ParameterReader =>
  (value, scope) => [
    { on: 'column', column: name, values: textsOf(value).map((text) => canonical(text, scope)) },
  ];

const term =
  (kind: TermKind) =>
  (text: string, { namespaces }: QueryScope): string =>
    canonicalTerm(kind, text, namespaces);

const time =
  (name: 'eventTime' | 'recordTime' | 'declarationTime', op: 'GE' | 'LT'): ParameterReader =>
  (value) => [{ on: 'time', column: name, op, ms: timeOf(value) }];

const match =
  (of: MatchOf, ...at: readonly number[]): ParameterReader =>
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
  (name: 'readPoint' | 'bizLocation'): ParameterReader =>
  (value, scope) => [{ on: 'within', column: name, values: textsOf(value).map((text) => id(text, scope)) }];

const listed =
  (kind: FieldKind, canonical: (text: string, scope: QueryScope) => string): ParameterReader =>
  (value, scope) => [field(kind, [''], textTest(textsOf(value).map((text) => canonical(text, scope))))];

const sensor =
  (name: string, canonical: (text: string, scope: QueryScope) => string): ParameterReader =>
  (value, scope) => [field('sensor', [name], textTest(textsOf(value).map((text) => canonical(text, scope))))];

const asIs = (text: string) => text;

/** The parameters with one name (EPCIS 2.0, 8.2.7.1). */
export const fixedParameters: ReadonlyMap<string, ParameterReader> = new Map<string, ParameterReader>([
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
  ...sensorAttributes.ids.map((name): [string, ParameterReader] => [`EQ_${name}`, sensor(name, id)]),
  ['EQ_stringValue', sensor('stringValue', asIs)],
  ['EQ_hexBinaryValue', sensor('hexBinaryValue', (text) => text.toUpperCase())],
  [
    'EQ_booleanValue',
    (value) => [field('sensor', ['booleanValue'], textTest([oneOfTexts(value, ['true', 'false'])]))],
  ],
  ...sensorAttributes.times.flatMap((name) =>
    (['GE', 'LT'] as const).map((op): [string, ParameterReader] => [
      `${op}_${name}`,
      (value) => [field('sensor', [name], { op, number: null, time: timeOf(value) })],
    ]),
  ),
]);
