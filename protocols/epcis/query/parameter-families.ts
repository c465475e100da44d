import { canonicalName, canonicalTerm, type TermKind } from './canonical.ts';
import type { Column, Comparison, FieldTest } from './conditions.ts';
import type { ExtensionKind, FieldKind } from './indexed-field.ts';
import { field, id, type ParameterReader, textTest } from './parameter-reader.ts';
import {
  comparedTo,
  equalTo,
  fieldNames,
  flagOf,
  numberOf,
  numbersOf,
  type QueryScope,
  textsOf,
} from './parameter-values.ts';

const typed =
  (kind: 'bizTransaction' | 'source' | 'destination', terms: TermKind) =>
  ([, type = '']: RegExpExecArray): ParameterReader =>
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

function extension([, op = '', inner, part = '', name = '']: RegExpExecArray): ParameterReader {
  const kind = extensionKinds[part] ?? 'event';
  return (value, scope) => {
    const names = fieldNames(name, scope);
    const of: FieldKind = inner === undefined ? kind : `${kind}.inner`;
    if (op === 'EXISTS') return flagOf(value) ? [field(of, names, { op: 'EXISTS' })] : [];
    return [field(of, names, op === 'EQ' ? equalTo(value) : comparedTo(op as 'GT', value))];
  };
}

function sensorNumber([, op = '', name = '', uom]: RegExpExecArray): ParameterReader {
  return (value) => {
    const test: FieldTest =
      op === 'EQ'
        ? { op, texts: [], numbers: numbersOf(value), times: [] }
        : { op: op as 'GT', number: numberOf(value), time: null };
    return [field('sensor', [name], test, uom ?? null)];
  };
}

function quantity([, op = '', uom]: RegExpExecArray): ParameterReader {
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

/** Parameters whose names hold a type, a unit or a field. */
export const parameterFamilies: readonly (readonly [RegExp, (found: RegExpExecArray) => ParameterReader])[] =
  [
    [/^EQ_bizTransaction_(.+)$/s, typed('bizTransaction', 'bizTransaction')],
    [/^EQ_source_(.+)$/s, typed('source', 'party')],
    [/^EQ_destination_(.+)$/s, typed('destination', 'party')],
    [/^(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]{2,4}))?$/, quantity],
    [
      /^(EQ|GT|GE|LT|LE)_(value|minValue|maxValue|meanValue|sDev|percValue)_([A-Za-z0-9]{1,4})$/,
      sensorNumber,
    ],
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
