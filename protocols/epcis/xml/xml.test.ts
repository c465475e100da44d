import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashEvents } from '../hash/event-hash-id.ts';
import type { JsonObject, JsonValue } from '../json.ts';
import { readEpcis } from '../reader/read-epcis.ts';
import { queryDocumentToXml } from './document-to-xml.ts';
import { readEpcisXml } from './read-epcis-xml.ts';
import { placeInXml } from './xml-place.ts';

const limits = { maxCharacters: 100_000, maxDepth: 20, maxEvents: 100 };
const head = 'schemaVersion="2.0" creationDate="2026-03-01T09:00:00Z"';
const inDocument = (events: string, root = `xmlns:epcis="urn:epcglobal:epcis:xsd:2" ${head}`) =>
  `<?xml version="1.0"?><epcis:EPCISDocument ${root}><EPCISBody><EventList>${events}</EventList></EPCISBody></epcis:EPCISDocument>`;

function read(xml: string): JsonObject {
  const reading = readEpcisXml(xml, limits);
  if (!reading.ok) throw new Error(JSON.stringify(reading.fault));
  return reading.document;
}

function faultOf(xml: string): string[] {
  const reading = readEpcisXml(xml, limits);
  return reading.ok ? [] : [reading.fault.path, reading.fault.found];
}

/** One event with all that an object event may have, as both versions of the XML and as JSON write it. */
const shared = `<eventTime>2026-03-01T09:00:00+01:00</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset>`;
const what = `<epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>ADD</action>
  <bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep><disposition>https://ref.gs1.org/cbv/Disp-active</disposition>
  <readPoint><id>urn:epc:id:sgln:4012345.00011.door</id><ex:gate>7</ex:gate></readPoint>
  <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:x:po:1</bizTransaction><bizTransaction>urn:x:2</bizTransaction></bizTransactionList>`;
const more = `<quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.011111.L1</epcClass><quantity>2.50</quantity><uom>KGM</uom></quantityElement></quantityList>
  <sourceList><source type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:4012345.00011.0</source></sourceList>
  <ilmd><ex:origin unit="country">DE &amp; FR</ex:origin></ilmd>`;
const declared = `<eventID>urn:uuid:1</eventID><errorDeclaration><declarationTime>2026-03-02T00:00:00Z</declarationTime>
  <reason>urn:epcglobal:cbv:er:incorrect_data</reason><correctiveEventIDs><correctiveEventID>urn:uuid:2</correctiveEventID></correctiveEventIDs></errorDeclaration>`;
const extensions = `<ex:note><ex:part>a</ex:part><ex:part>b</ex:part><other:deep xmlns:other="http://other.example.com/">ex:word</other:deep></ex:note>`;
const two = `xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="http://ns.example.com/" ${head}`;
const one = two.replace('xsd:2', 'xsd:1').replace('"2.0"', '"1.2"');
const asTwo = inDocument(
  `<ObjectEvent>${shared}${declared}${what}${more}${extensions}<!-- remark --></ObjectEvent>`,
  two,
);
const asOne = inDocument(
  `<ObjectEvent>${shared}<baseExtension>${declared}</baseExtension>${what}<extension>${more}</extension>${extensions}</ObjectEvent>`,
  one,
);
const asJson: JsonObject = {
  '@context': [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'http://ns.example.com/', other: 'http://other.example.com/' },
  ],
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-01T09:00:00Z',
  epcisBody: {
    eventList: [
      {
        type: 'ObjectEvent',
        eventTime: '2026-03-01T09:00:00+01:00',
        eventTimeZoneOffset: '+01:00',
        eventID: 'urn:uuid:1',
        errorDeclaration: {
          declarationTime: '2026-03-02T00:00:00Z',
          reason: 'incorrect_data',
          correctiveEventIDs: ['urn:uuid:2'],
        },
        epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
        action: 'ADD',
        bizStep: 'commissioning',
        disposition: 'active',
        readPoint: { id: 'urn:epc:id:sgln:4012345.00011.door', 'ex:gate': '7' },
        bizTransactionList: [{ type: 'po', bizTransaction: 'urn:x:po:1' }, { bizTransaction: 'urn:x:2' }],
        quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.L1', quantity: 2.5, uom: 'KGM' }],
        sourceList: [{ type: 'location', source: 'urn:epc:id:sgln:4012345.00011.0' }],
        ilmd: { 'ex:origin': { unit: 'country', '#text': 'DE & FR' } },
        'ex:note': { 'ex:part': ['a', 'b'], 'other:deep': 'ex:word' },
      },
    ],
  },
};

describe('an event in XML', () => {
  test.each([
    ['2.0', asTwo],
    ['1.2', asOne],
  ])('of EPCIS %s is the same as in JSON', (_version, xml) => {
    const document = read(xml);
    expect(document).toEqual(asJson);
    expect(readEpcis(JSON.stringify(document))).toMatchObject({ ok: true });
    expect(hashEvents(document)[0]?.hashId).toBe(hashEvents(asJson)[0]?.hashId);
  });

  test('of sensors is read by its attributes, with numbers and booleans', () => {
    const document = read(
      inDocument(`<ObjectEvent>${shared}<action>OBSERVE</action><sensorElementList><sensorElement>
        <sensorMetadata time="2026-03-01T08:00:00Z" deviceID="urn:epc:id:giai:4012345.1"/>
        <sensorReport type="gs1:Temperature" value="21.50" uom="CEL" booleanValue="true" component="https://ref.gs1.org/cbv/Comp-x"/>
      </sensorElement></sensorElementList></ObjectEvent>`),
    );
    const [event] = hashEvents(document);
    expect(event?.event.sensorElementList).toEqual([
      {
        sensorMetadata: { time: '2026-03-01T08:00:00Z', deviceID: 'urn:epc:id:giai:4012345.1' },
        sensorReport: [{ type: 'Temperature', value: 21.5, uom: 'CEL', booleanValue: true, component: 'x' }],
      },
    ]);
  });

  test('keeps two meanings of a prefix apart, and knows one namespace under two', () => {
    const document = read(
      inDocument(`<ObjectEvent>${shared}<a:f xmlns:a="http://one.example/">1</a:f><a:f xmlns:a="http://two.example/">2</a:f>
        <b:g xmlns:b="http://one.example/">3</b:g><epcis:h xmlns:epcis="http://three.example/">4</epcis:h></ObjectEvent>`),
    );
    const [, context] = document['@context'] as readonly JsonObject[];
    expect(context).toEqual({
      a: 'http://one.example/',
      a1: 'http://two.example/',
      epcis1: 'http://three.example/',
    });
    expect(hashEvents(document)[0]?.event).toMatchObject({
      'a:f': '1',
      'a1:f': '2',
      'a:g': '3',
      'epcis1:h': '4',
    });
  });

  test('and master data of the header', () => {
    const header = `<EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:ReadPoint">
      <VocabularyElementList><VocabularyElement id="urn:x:door"><attribute id="urn:epcglobal:cbv:mda:city">Ulm</attribute><children><id>urn:x:a</id></children></VocabularyElement>
      </VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>`;
    const document = read(inDocument('').replace('<EPCISBody>', `${header}<EPCISBody>`));
    expect(document.epcisHeader).toEqual({
      epcisMasterData: {
        vocabularyList: [
          {
            type: 'urn:epcglobal:epcis:vtype:ReadPoint',
            vocabularyElementList: [
              {
                id: 'urn:x:door',
                attributes: [{ id: 'urn:epcglobal:cbv:mda:city', attribute: 'Ulm' }],
                children: ['urn:x:a'],
              },
            ],
          },
        ],
      },
    });
  });
});

const queryOf = (events: readonly JsonValue[], context: JsonObject = {}): JsonObject => ({
  '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', context],
  type: 'EPCISQueryDocument',
  schemaVersion: '2.0',
  creationDate: '2026-03-01T09:00:00Z',
  epcisBody: { queryResults: { queryName: 'q', resultsBody: { eventList: events } } },
});

describe('results in XML', () => {
  const event = hashEvents(asJson)[0]?.event ?? {};
  const context = { ex: 'http://ns.example.com/', other: 'http://other.example.com/' };

  test('say what the JSON says, in either spelling of the terms', () => {
    for (const format of ['Always_URN', 'Always_Web_URI'] as const) {
      const xml = queryDocumentToXml(queryOf([event], context), format);
      expect(hashEvents(read(xml)).map(({ event: again }) => again)).toEqual([event]);
      expect(xml.includes('urn:epcglobal:cbv:bizstep:commissioning')).toBe(format === 'Always_URN');
      expect(xml.includes('https://ref.gs1.org/cbv/BizStep-commissioning')).toBe(format === 'Always_Web_URI');
    }
  });

  test('come back from any text and number of an extension', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((raw) => raw.trim());
    const value = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }));
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value, { maxKeys: 4 }), (fields) => {
        const own = Object.fromEntries(Object.entries(fields).map(([name, field]) => [`ex:${name}`, field]));
        const document = queryOf([{ ...event, ...own }], context);
        const again = read(queryDocumentToXml(document, 'Always_URN'));
        expect(hashEvents(again)[0]?.preHash).toBe(hashEvents(document)[0]?.preHash);
      }),
    );
  });

  test('take no name inside of an extension for one of the standard, or of JavaScript', () => {
    const names = [
      'constructor',
      'toString',
      '__proto__',
      'epcList',
      'sourceList',
      'reason',
      'type',
      'ex:x',
      '_uri',
    ];
    for (const name of names) {
      const inner: JsonObject = Object.fromEntries([
        [name, { 'ex:deep': 'shipping' }],
        ['ex:list', ['a', { [name]: 'b' }]],
      ]);
      const document = queryOf(
        [{ ...event, 'ex:note': inner, 'ex:plain': Object.fromEntries([[name, 'active']]) }],
        context,
      );
      for (const format of ['Always_URN', 'Always_Web_URI'] as const) {
        const reading = readEpcisXml(queryDocumentToXml(document, format), limits);
        if (!reading.ok) expect(name).toMatch(/__proto__|constructor/);
        else expect(hashEvents(reading.document)[0]?.preHash, name).toBe(hashEvents(document)[0]?.preHash);
      }
    }
  });

  test('have all elements in the order of the XML schema, whatever the order of the JSON is', () => {
    const events = [
      {
        'ex:note': 'last',
        persistentDisposition: { set: ['active'], unset: ['in_progress'] },
        sensorElementList: [
          { 'ex:s': 1, sensorReport: [{ value: 1 }], sensorMetadata: { deviceID: 'urn:x:1' } },
        ],
        quantityList: [{ uom: 'KGM', quantity: 2, epcClass: 'urn:epc:class:lgtin:4012345.011111.L1' }],
        readPoint: { 'ex:gate': '7', id: 'urn:x:door' },
        errorDeclaration: { correctiveEventIDs: ['urn:x:2'], reason: 'incorrect_data', declarationTime: 'T' },
        action: 'ADD',
        type: 'ObjectEvent',
      },
      {
        type: 'AggregationEvent',
        action: 'ADD',
        childQuantityList: [{ epcClass: 'urn:x:c' }],
        parentID: 'urn:x:p',
      },
      { type: 'TransactionEvent', action: 'ADD', bizTransactionList: [{ bizTransaction: 'urn:x:t' }] },
    ];
    const xml = queryDocumentToXml(queryOf(events, context), 'Always_URN');
    const elements = [...xml.matchAll(/<([A-Za-z][\w:]*)/g)].map(([, name]) => name);
    expect(elements.slice(6)).toEqual([
      ...[
        'ObjectEvent',
        'errorDeclaration',
        'declarationTime',
        'reason',
        'correctiveEventIDs',
        'correctiveEventID',
      ],
      ...['epcList', 'action', 'readPoint', 'id', 'ex:gate'],
      ...['quantityList', 'quantityElement', 'epcClass', 'quantity', 'uom'],
      ...['sensorElementList', 'sensorElement', 'sensorMetadata', 'sensorReport', 'ex:s'],
      ...['persistentDisposition', 'unset', 'set', 'ex:note'],
      ...[
        'AggregationEvent',
        'parentID',
        'childEPCs',
        'action',
        'childQuantityList',
        'quantityElement',
        'epcClass',
      ],
      ...['TransactionEvent', 'bizTransactionList', 'bizTransaction', 'epcList', 'action'],
    ]);
    // A list that is there for the schema only is no difference between two events.
    expect(hashEvents(read(xml)).map(({ hashId }) => hashId)).toEqual(
      hashEvents(queryOf(events, context)).map(({ hashId }) => hashId),
    );
  });

  test('name an extension that JSON names by its whole URI', () => {
    const xml = queryDocumentToXml(
      queryOf([{ type: 'ObjectEvent', 'https://ns.example.com/a/b': 'c' }]),
      'Always_URN',
    );
    expect(hashEvents(read(xml))[0]?.preHash).toContain('{https://ns.example.com/a/}b=c');
  });
});

describe('what is no EPCIS document', () => {
  test.each([
    [
      'an entity that expands',
      '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
      '/',
      'a document type declaration',
    ],
    [
      'a file from outside',
      '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
      '/',
      'a document type declaration',
    ],
    ['an entity that nobody declared', inDocument('<ObjectEvent>&b;</ObjectEvent>'), '/ObjectEvent', '&b;'],
    ['a character that XML forbids', inDocument('<ObjectEvent>&#0;</ObjectEvent>'), '/ObjectEvent', '&#0;'],
    [
      'a prefix that nobody declared',
      inDocument('<ObjectEvent><b:c/></ObjectEvent>'),
      '/b:c',
      'the prefix "b"',
    ],
    [
      'a tag that does not end',
      '<a><b></a>',
      '/ (line 1, column 7)',
      "Expected closing tag 'b' (opened in line 1, col 4) instead of closing tag 'a'.",
    ],
    ['another document', '<html/>', '/', 'the root element html of the namespace ""'],
    [
      'too deep a nesting',
      inDocument('<a>'.repeat(30) + '</a>'.repeat(30)),
      '/',
      expect.stringContaining(''),
    ],
    ['too long a text', `<a>${'x'.repeat(100_001)}</a>`, '/', '100008 characters'],
    ['nothing', '', '/ (line 1, column 1)', expect.anything()],
  ])('is refused: %s', (_what, xml, path, found) => {
    expect(faultOf(xml)).toEqual([path, found]);
  });

  test('and any broken text is refused without an exception', () => {
    fc.assert(
      fc.property(fc.nat(asTwo.length), fc.nat(asTwo.length), fc.string(), (from, to, noise) => {
        const broken = asTwo.slice(0, Math.min(from, to)) + noise + asTwo.slice(Math.max(from, to));
        const reading = readEpcisXml(broken, limits);
        if (reading.ok) readEpcis(JSON.stringify(reading.document));
        else expect(reading.fault.remedy).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });

  test('names like those of JavaScript itself are data, or refused', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype']) {
      const reading = readEpcisXml(
        inDocument(`<ObjectEvent>${shared}<${name}>x</${name}></ObjectEvent>`),
        limits,
      );
      if (!reading.ok) continue;
      expect(readEpcis(JSON.stringify(reading.document)), name).toMatchObject({ ok: false });
    }
  });
});

test.each([
  ['$.epcisBody.eventList[1].bizStep', '/EPCISDocument/EPCISBody/EventList/*[2]/bizStep'],
  ['$.epcisBody.eventList[0].epcList[2]', '/EPCISDocument/EPCISBody/EventList/*[1]/epcList/epc[3]'],
  [
    '$.epcisBody.eventList[0].quantityList[0].uom',
    '/EPCISDocument/EPCISBody/EventList/*[1]/quantityList/quantityElement[1]/uom',
  ],
  [
    '$.epcisBody.eventList[0].sourceList[1].type',
    '/EPCISDocument/EPCISBody/EventList/*[1]/sourceList/source[2]/@type',
  ],
  [
    '$.epcisBody.eventList[0].sourceList[1].source',
    '/EPCISDocument/EPCISBody/EventList/*[1]/sourceList/source[2]',
  ],
  [
    '$.epcisBody.eventList[0].sensorElementList[0].sensorReport[1].value',
    '/EPCISDocument/EPCISBody/EventList/*[1]/sensorElementList/sensorElement[1]/sensorReport[2]/@value',
  ],
  ['$.epcisBody.eventList[0]["ex:a"]', '/EPCISDocument/EPCISBody/EventList/*[1]/ex:a'],
  ['$.creationDate', '/EPCISDocument/@creationDate'],
  ['$', '/EPCISDocument'],
])('%s is %s in XML', (path, place) => {
  expect(placeInXml(path, 'EPCISDocument')).toBe(place);
});
