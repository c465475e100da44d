import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { eventHashId, hashEvents } from './event-hash-id.ts';

const event: JsonObject = {
  type: 'ObjectEvent',
  eventTime: '2026-03-01T09:00:00+01:00',
  eventTimeZoneOffset: '+01:00',
  epcList: ['urn:epc:id:sscc:4012345.0111111111', 'https://example.com/00/340123450000000018?x=1'],
  action: 'OBSERVE',
  bizStep: 'shipping',
  readPoint: { id: 'urn:epc:id:sgln:4012345.00011.0', 'ex:dock': '7' },
  bizTransactionList: [{ bizTransaction: 'http://example.com/po/1', type: 'po' }],
  'ex:note': { 'ex:b': [2, 1.5], 'ex:a': 'cbv:Disp-active' },
};

function documentOf(events: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    '@context': [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { ex: 'https://ex.org/ns/' },
    ],
    type: 'EPCISDocument',
    ...more,
    epcisBody: { eventList: events },
  };
}

const preHashOf = (one: JsonObject, more: JsonObject = {}) => hashEvents(documentOf([one], more))[0]?.preHash;

describe('the hash id', () => {
  test('is made of the fields in canonical order and form', () => {
    expect(preHashOf(event)).toBe(
      [
        'eventType=ObjectEvent',
        'eventTime=2026-03-01T08:00:00.000Z',
        'eventTimeZoneOffset=+01:00',
        'epcListepc=https://id.gs1.org/00/040123451111111110epc=https://id.gs1.org/00/340123450000000018',
        'action=OBSERVE',
        'bizStep=https://ref.gs1.org/cbv/BizStep-shipping',
        'readPointid=https://id.gs1.org/414/4012345000115{https://ex.org/ns/}dock=7',
        'bizTransactionListtype=https://ref.gs1.org/cbv/BTT-pobizTransaction=http://example.com/po/1',
        '{https://ex.org/ns/}note',
        '{https://ex.org/ns/}a=https://ref.gs1.org/cbv/Disp-active',
        '{https://ex.org/ns/}b=1.5{https://ex.org/ns/}b=2',
      ].join(''),
    );
  });

  test('names the place of each event', () => {
    expect(hashEvents(documentOf([event, event])).map(({ path }) => path)).toEqual([
      '$.epcisBody.eventList[0]',
      '$.epcisBody.eventList[1]',
    ]);
    const query: JsonObject = {
      type: 'EPCISQueryDocument',
      epcisBody: { queryResults: { resultsBody: { eventList: [event] } } },
    };
    expect(hashEvents(query)[0]?.path).toBe('$.epcisBody.queryResults.resultsBody.eventList[0]');
    expect(hashEvents(event)[0]).toMatchObject({ path: '$', hashId: eventHashId(event) });
  });

  test('does not depend on what says nothing of what happened', () => {
    const told: JsonObject = {
      ...event,
      recordTime: '2026-03-02T00:00:00Z',
      eventID: 'urn:uuid:1',
      errorDeclaration: { declarationTime: '2026-03-02T00:00:00Z' },
      'rdfs:comment': 'a remark',
      bizStep: 'urn:epcglobal:cbv:bizstep:shipping',
    };
    expect(preHashOf(told)).toBe(preHashOf(event));
  });

  test('does not depend on the order of members and of lists', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(Object.keys(event), { minLength: Object.keys(event).length }),
        (names) => {
          const shuffled = Object.fromEntries(names.map((name) => [name, event[name] ?? null]));
          const epcList = [...(event.epcList as string[])].reverse();
          expect(preHashOf({ ...shuffled, epcList })).toBe(preHashOf(event));
        },
      ),
    );
  });

  test('leaves out extensions that the document wants ignored, whatever their prefix', () => {
    const marked: JsonObject = { ...event, 'own:hash': 'x', 'https://ex.org/ns/seen': 'y' };
    const more: JsonObject = {
      '@context': [{ ex: 'https://ex.org/ns/' }, { own: 'https://own.org/' }],
      'own:ignoreFields': ['own:hash', 'ex:seen'],
    };
    expect(preHashOf(marked, more)).toBe(preHashOf(event));
    expect(preHashOf(marked)).toContain('{https://ex.org/ns/}seen=y');
  });

  test('follows contexts of single events, and those of terms in full', () => {
    const own: JsonObject = { ...event, '@context': { ex: { '@id': 'https://other.org/' } } };
    expect(preHashOf(own)).toContain('{https://other.org/}note');
  });

  test('takes numbers, times and nothing as they are meant', () => {
    const odd: JsonObject = {
      ...event,
      eventTime: '2026-03-01 08:59:59.9995+01:00',
      'ex:small': 1.5e-7,
      'ex:large': 1.5e21,
      'ex:whole': '007.10',
      'ex:minus': -0.5,
      'ex:true': true,
      'ex:none': null,
      'ex:empty': ' ',
      constructor: 'mine',
    };
    const text = preHashOf(odd) ?? '';
    expect(text).toContain('eventTime=2026-03-01T08:00:00.000Z');
    for (const part of [
      'small=0.00000015',
      'large=1500000000000000000000',
      'whole=7.1',
      'minus=-0.5',
      'true=true',
      'constructor=mine',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('{https://ex.org/ns/}empty{');
    expect(text).not.toContain('none');
  });

  test.each([
    ['2026-12-31T23:59:59.9999999-01:00', '2027-01-01T01:00:00.000Z'],
    ['2026-03-01T00:00:00.123456789+0100', '2026-02-28T23:00:00.123Z'],
    ['2026-02-30T00:00:00Z', '2026-02-30T00:00:00Z'],
    ['2026-03-01T99:99:99Z', '2026-03-01T99:99:99Z'],
    ['9999-12-31T23:59:59.9999Z', '9999-12-31T23:59:59.9999Z'],
    ['2026-03-01', '2026-03-01'],
  ])('has the time %s as %s', (eventTime, canonical) => {
    expect(preHashOf({ ...event, eventTime })).toContain(`eventTime=${canonical}eventTimeZoneOffset`);
  });

  test('sorts by code points, as other languages do', () => {
    expect(preHashOf({ ...event, 'ex:z': ['\u{1F600}', '\uFF5E'] })).toContain(
      '{https://ex.org/ns/}z=\uFF5E{https://ex.org/ns/}z=\u{1F600}',
    );
  });

  test('differs wherever an event says something else', () => {
    expect(eventHashId({ ...event, action: 'ADD' })).not.toBe(eventHashId(event));
    expect(eventHashId(event)).toMatch(/^ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0$/);
  });
});
