import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../json.ts';
import type { EpcisFault } from './fault.ts';
import { isDateTime, isUri } from './formats.ts';
import { parseJsonText } from './json-text.ts';
import { readEpcis } from './read-epcis.ts';

const event: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2026-03-01T09:00:00.000+01:00',
  eventTimeZoneOffset: '+01:00',
  epcList: ['https://id.gs1.org/00/340123450000000018'],
  action: 'OBSERVE',
};

function documentOf(...events: readonly JsonValue[]): JsonObject {
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2026-03-01T09:00:00.000Z',
    epcisBody: { eventList: events },
  };
}

function faultsOf(value: JsonValue | string): readonly EpcisFault[] {
  const reading = readEpcis(typeof value === 'string' ? value : JSON.stringify(value));
  return reading.ok ? [] : reading.faults;
}

describe('a document', () => {
  test('is read with its events, also as a query document and as a single event', () => {
    expect(readEpcis(JSON.stringify(documentOf(event, event)))).toMatchObject({ ok: true, events: 2 });
    const results = { queryName: 'q', resultsBody: { eventList: [event] } };
    const query = {
      '@context': 'https://x.org/',
      type: 'EPCISQueryDocument',
      epcisBody: { queryResults: results },
    };
    expect(readEpcis(JSON.stringify(query))).toMatchObject({ ok: true, events: 1 });
    expect(readEpcis(`\uFEFF${JSON.stringify({ ...event, '@context': {} })}`)).toMatchObject({ ok: true });
    expect(faultsOf(event)).toMatchObject([{ path: '$["@context"]', found: 'nothing' }]);
  });

  test('is told every fault at once, each with its path and what to do', () => {
    const wrong = { ...event, bizStep: 'shiping', own: 1, epcList: ['x', 'a:b', 'a:b'] };
    const { eventTime: _missing, ...timeless } = event;
    expect(faultsOf(documentOf(wrong, timeless))).toEqual([
      expect.objectContaining({ path: '$.epcisBody.eventList[0].epcList[0]', found: '"x"' }),
      {
        path: '$.epcisBody.eventList[0].epcList[2]',
        found: '"a:b"',
        expected: 'a value that differs from [1]',
        remedy: 'Name each value once.',
      },
      {
        path: '$.epcisBody.eventList[0].bizStep',
        found: '"shiping"',
        expected: 'a business step of the standard as a bare string, or a URI of your own vocabulary',
        remedy: 'Write a term of the standard, perhaps "shipping", or a URI that you own.',
      },
      expect.objectContaining({
        path: '$.epcisBody.eventList[0].own',
        remedy: expect.stringContaining('"example:own"'),
      }),
      expect.objectContaining({ path: '$.epcisBody.eventList[1].eventTime', remedy: 'Add "eventTime".' }),
    ]);
  });

  test('of another type is told which there are', () => {
    expect(faultsOf({ ...event, '@context': {}, type: 'ObjektEvent' })).toMatchObject([
      { path: '$.type', remedy: 'Perhaps "ObjectEvent" is meant.' },
    ]);
    expect(faultsOf({})).toMatchObject([{ path: '$.type', found: 'nothing' }]);
    expect(faultsOf([1])).toMatchObject([{ path: '$', expected: 'an EPCIS document' }]);
    expect(faultsOf({ ...event, '@context': {}, type: 'https://x.org/MyEvent' })).toEqual([]);
  });

  test('says what an event is about, and states master data of a lot only where it comes into being', () => {
    const { epcList: _none, ...empty } = event;
    expect(faultsOf(documentOf(empty))[0]?.expected).toContain('"epcList", "quantityList"');
    expect(faultsOf(documentOf({ ...event, ilmd: {} }))).toMatchObject([
      { path: '$.epcisBody.eventList[0].ilmd', expected: 'no "ilmd" unless the action is "ADD"' },
    ]);
    expect(faultsOf(documentOf({ ...event, action: 'ADD', ilmd: { 'a:b': 1 } }))).toEqual([]);
    const aggregation = { ...empty, type: 'AggregationEvent', parentID: 'a:b' };
    expect(faultsOf(documentOf({ ...aggregation, action: 'DELETE' }))).toEqual([]);
    expect(faultsOf(documentOf({ ...aggregation, action: 'ADD' }))[0]?.expected).toContain('"childEPCs"');
  });

  test('whose members are named like those of every object is data like any other', () => {
    const text = JSON.stringify(documentOf(event)).replace(
      '"action"',
      '"__proto__":{"action":"ADD"},"constructor"',
    );
    expect(faultsOf(text).map(({ path }) => path)).toEqual([
      '$.epcisBody.eventList[0].action',
      '$.epcisBody.eventList[0].__proto__',
      '$.epcisBody.eventList[0].constructor',
    ]);
  });
});

describe('bounds', () => {
  const limits = { maxCharacters: 2000, maxDepth: 16, maxEvents: 2 };

  test('on size, depth and number of events are named', () => {
    const long = readEpcis(' '.repeat(2001), limits);
    const many = readEpcis(JSON.stringify(documentOf({}, {}, {})), limits);
    const deep = readEpcis('['.repeat(17), limits);
    expect([long, many, deep]).toMatchObject([
      { ok: false, faults: [{ expected: 'at most 2000 characters' }] },
      { ok: false, faults: [{ expected: 'at most 2 events' }] },
      { ok: false, faults: [{ path: '$ (line 1, column 17, character 16)', expected: 'at most 16 levels' }] },
    ]);
  });

  test('nesting that would break the stack is refused, and no more faults are kept than a person reads', () => {
    expect(readEpcis('{"a":'.repeat(1_000_000)).ok).toBe(false);
    const reading = readEpcis(JSON.stringify(documentOf(...Array.from({ length: 1000 }, () => 5))));
    expect(reading).toMatchObject({ ok: false, count: 1000 });
    expect(reading.ok ? 0 : reading.faults.length).toBe(200);
  });
});

describe('JSON', () => {
  test('that is broken is told with line, column and what was expected', () => {
    const told = (text: string) => faultsOf(text).map(({ path, found, expected }) => [path, found, expected]);
    expect(told('{\n  "a": [1,]}')).toEqual([['$ (line 2, column 11, character 12)', '"]}"', 'a value']]);
    expect(told('{"a" 1}')).toEqual([['$ (line 1, column 6, character 5)', '"1}"', '":"']]);
    expect(told('{"a":1')).toEqual([
      ['$ (line 1, column 7, character 6)', 'the end of the text', '"," or "}"'],
    ]);
    expect(told('{} x')).toEqual([['$ (line 1, column 4, character 3)', '"x"', 'the end']]);
    expect(told('{"a":"\\x"}')).toEqual([
      ['$ (line 1, column 6, character 5)', '"\\"\\\\x\\"}"', 'a whole string'],
    ]);
  });

  test('that each reader would understand otherwise is refused: names that stand twice, numbers beyond a double', () => {
    const told = (text: string) => faultsOf(text).map(({ path, expected }) => [path, expected]);
    const twice = 'a name that the object does not have yet';
    expect(told('{"a":1,"a":2}')).toEqual([['$ (line 1, column 8, character 7)', twice]]);
    expect(told('{"\\u0061":1,"b":{"a":[{"a":1}]},"a":2}')).toEqual([
      ['$ (line 1, column 33, character 32)', twice],
    ]);
    expect(told('{"a":-1e309}')).toEqual([['$ (line 1, column 6, character 5)', 'a number below 1.8e308']]);
    expect(parseJsonText('[{"a":{"a":1.7e308}},{"a":1e-999,"__proto__":1}]', 9)).toMatchObject({ ok: true });
  });

  test('is accepted exactly where the engine accepts it', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u00e4"',
      '"\\u12"',
      '-1.5e3',
      '01',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
    );
    // Where a name stands twice, the engine loses a member and its colon.
    const colons = (text: string) => text.split(':').length;
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join('')),
        ),
        (text) => {
          const accepted = (() => {
            try {
              return colons(JSON.stringify(JSON.parse(text))) === colons(text);
            } catch {
              return false;
            }
          })();
          expect(parseJsonText(text, 100).ok).toBe(accepted);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of any kind never throws', () => {
    const types = fc.constantFrom('EPCISDocument', 'EPCISQueryDocument', 'ObjectEvent', 'AssociationEvent');
    fc.assert(
      fc.property(
        fc.jsonValue(),
        types,
        fc.constantFrom('epcisBody', 'epcList', 'ilmd', '@context', 'sensorElementList'),
        (value, type, name) => {
          readEpcis(JSON.stringify({ type, [name]: value, eventTime: value }));
          readEpcis(JSON.stringify(value));
        },
      ),
    );
    fc.assert(fc.property(fc.string(), (text) => readEpcis(text).ok === false || text !== ''));
  });
});

describe('formats', () => {
  test.each([
    ['https://id.gs1.org/00/1?a=b#c', true],
    ['urn:epc:id:sgtin:4012345.011111.a%2Fb', true],
    ['example:name', true],
    ['http://[::1]:80/x', true],
    ['geo:47.5,11.1', true],
    ['name', false],
    ['a:', false],
    ['1a:b', false],
    ['https://a b/', false],
    ['x:%zz', false],
    ['x:"', false],
    [`x:${'a'.repeat(5000)}`, false],
  ])('URI %s', (text, valid) => {
    expect(isUri(text)).toBe(valid);
  });

  test.each([
    ['2024-02-29T10:00:00Z', true],
    ['2026-02-29T10:00:00Z', false],
    ['2026-03-01T24:00:00Z', false],
    ['2026-12-31T22:59:60.5-01:00', true],
    ['2026-12-31T22:59:60Z', false],
    ['2026-03-01T10:00:00', false],
    ['2026-03-01T10:00:00+24:00', false],
    ['2026-00-01T10:00:00Z', false],
  ])('time %s', (text, valid) => {
    expect(isDateTime(text)).toBe(valid);
  });
});
