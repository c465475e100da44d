import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../kernel/sha256.ts';
import { eventsOfFacts } from '../../protocols/epcis/build/build-events.ts';
import { declareError } from '../../protocols/epcis/build/correction.ts';
import { epcisDocument } from '../../protocols/epcis/build/document.ts';
import { associated, unpacked } from '../../protocols/epcis/build/events.ts';
import { siteSettings } from '../../protocols/epcis/build/site-settings.ts';
import { hashEvents } from '../../protocols/epcis/hash/event-hash-id.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../protocols/epcis/json.ts';
import { readEpcis } from '../../protocols/epcis/reader/read-epcis.ts';
import { dayOf, deeds, products } from '../../protocols/epcis/testing-day.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector, vectorsFolder } from './vectors.ts';

/** Empty where there are no vectors: what is skipped is set up all the same. */
function filesIn(folder: string, ending: string): string[] {
  const path = join(vectorsFolder, folder);
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(ending));
  return names.map((name) => `${folder}/${name}`);
}

const linesOf = (path: string) => readVector(path).split('\n').filter(Boolean);
const parsed = (path: string) => JSON.parse(readVector(path)) as JsonObject;

function compileSchema() {
  const ajv = new Ajv({ strict: false, allErrors: false });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readVector('epcis/EPCIS-JSON-Schema.json')) as object);
}

describeVectors('EPCIS event hashes', () => {
  const hashes = countVectors('EPCIS event hash ids');
  const preHashes = countVectors('EPCIS pre-hash strings');

  for (const file of filesIn('epcis/event-hash', '.jsonld')) {
    test(file, () => {
      const wanted = linesOf(file.replace('.jsonld', '.hashes'));
      const texts = linesOf(file.replace('.jsonld', '.prehashes'));
      const found = hashEvents(parsed(file));
      expect(found.length).toBe(wanted.length);
      found.forEach(({ preHash, hashId }, index) => {
        hashes.try(() => expect(hashId).toBe(wanted[index]));
        const text = texts[index] ?? '';
        if (wanted[index]?.includes(sha256Hex(text)) === true)
          preHashes.try(() => expect(preHash).toBe(text));
        else {
          const reason =
            "The vector's own string does not give the vector's own hash (CBV 2.0, 8.9.2, rule 22: the id is the hash of the string); the hash is met.";
          preHashes.deviate(`${file} event ${index + 1}`, reason);
        }
      });
    });
  }
});

describeVectors('EPCIS documents', () => {
  const count = countVectors('EPCIS documents accepted and refused');

  test.each(filesIn('epcis/documents/valid', '.json'))('accepts %s', (file) => {
    count.try(() => expect(readEpcis(readVector(file))).toMatchObject({ ok: true }));
  });

  test.each(filesIn('epcis/documents/invalid', '.json'))('refuses %s', (file) => {
    count.try(() => {
      const reading = readEpcis(readVector(file));
      expect(reading.ok).toBe(false);
      if (reading.ok) return;
      for (const { path, expected, remedy } of reading.faults) {
        expect(path).toMatch(/^\$\.epcisBody\.eventList\[\d\]/);
        expect(expected).not.toBe('');
        expect(remedy).not.toBe('');
      }
    });
  });

  test.each(filesIn('epcis/event-hash', '.jsonld'))('accepts %s', (file) => {
    count.try(() => expect(readEpcis(readVector(file))).toMatchObject({ ok: true }));
  });
});

/** Where a value stands in a document: what holds it, and under which name or number. */
interface Spot {
  readonly holder: Record<string, JsonValue> | JsonValue[];
  readonly key: string | number;
}

function spotsOf(value: JsonValue, spots: Spot[] = []): Spot[] {
  if (Array.isArray(value)) {
    (value as JsonValue[]).forEach((item, key) => {
      spots.push({ holder: value as JsonValue[], key });
      spotsOf(item, spots);
    });
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      spots.push({ holder: value as Record<string, JsonValue>, key });
      spotsOf(member, spots);
    }
  }
  return spots;
}

/** Values that belong somewhere in an event, and hardly ever where they are put. */
const strangers: readonly JsonValue[] = [
  ...[
    null,
    true,
    0,
    -1.5,
    '',
    'x',
    ' ',
    'no uri',
    'a:',
    'a:b',
    'https://',
    '//x',
    'urn:epc:id:sscc:1.2',
    'x:%zz',
  ],
  ...[
    'http://[::1]:80/a',
    'https://a b',
    'https://id.gs1.org/00/1?a=b#c',
    'http://a/ü',
    'x:"',
    '1a:b',
    'example:term',
  ],
  ...[
    'shipping',
    'in_transit',
    'po',
    'location',
    'Temperature',
    'latitude',
    'ALARM_CONDITION',
    'did_not_occur',
  ],
  ...[
    'ADD',
    'DELETE',
    'OBSERVE',
    'ObjectEvent',
    'AggregationEvent',
    'TransactionEvent',
    'TransformationEvent',
  ],
  ...['AssociationEvent', 'EPCISDocument', 'EPCISQueryDocument', 'urn:epcglobal:cbv:bizstep:shipping'],
  ...[
    'https://ns.gs1.org/cbv/BizStep-shipping',
    'https://gs1.org/voc/Temperature',
    '2.0',
    '2',
    'v2',
    'KGM',
    'kg',
  ],
  ...[
    '2026-02-28T10:00:00Z',
    '2026-02-29T10:00:00Z',
    '2024-02-29 10:00:00.123456+01:00',
    '2026-13-01T10:00:00Z',
  ],
  ...['2026-01-01T24:00:00Z', '2026-12-31T23:59:60Z', '2026-12-31T22:59:60-01:00', '2026-12-31T12:00:60Z'],
  ...['2026-01-01T10:00:00', '2026-01-01t10:00:00z', '2026-01-01T10:00:00+0100', '2026-01-01T10:00:00+01'],
  ...['2026-01-01', '2026-01-01T10:00Z', '+01:00', '+14:00', '+14:01', '-13:59', '01:00', 'f0F0', 'xyz'],
  ...[
    [],
    {},
    [null],
    ['a:b'],
    ['a:b', 'a:b'],
    [{ id: 'a:b' }],
    { id: 'a:b' },
    { id: 5 },
    ['recalled'],
    ['recalled', 'recalled'],
  ],
  ...[
    [{ epcClass: 'a:b' }],
    [{ epcClass: 'a:b', quantity: '1' }],
    [{ epcClass: 'a:b', uom: 'kg' }],
    { set: [] },
  ],
  ...[
    { set: ['active'], unset: ['active'] },
    { set: ['active'], more: 1 },
    [{ type: 'po' }],
    [{ bizTransaction: 'a:b' }],
  ],
  ...[[{ type: 'location', source: 'a:b' }], [{ sensorReport: [] }], [{ sensorReport: [{ type: 'Count' }] }]],
  ...[{ declarationTime: '2026-01-01T00:00:00Z' }, { declarationTime: 'x' }, { 'a:b': 1 }, { plain: 1 }],
];

const names = [
  ...[
    '@context',
    'type',
    'id',
    'eventTime',
    'recordTime',
    'eventID',
    'errorDeclaration',
    'certificationInfo',
    'epcList',
  ],
  ...[
    'quantityList',
    'parentID',
    'childEPCs',
    'childQuantityList',
    'inputEPCList',
    'outputEPCList',
    'action',
    'bizStep',
  ],
  ...[
    'inputQuantityList',
    'outputQuantityList',
    'transformationID',
    'disposition',
    'persistentDisposition',
    'ilmd',
  ],
  ...[
    'readPoint',
    'bizLocation',
    'bizTransactionList',
    'sourceList',
    'destinationList',
    'sensorElementList',
    'plain',
  ],
  ...[
    'example:own',
    'a:',
    'https://x.org/y',
    'schemaVersion',
    'epcisHeader',
    'sender',
    'set',
    'unset',
    'uom',
    'bizRules',
  ],
  ...[
    'eventList',
    'queryResults',
    'resultsBody',
    'vocabularyList',
    'sensorMetadata',
    'sensorReport',
    'constructor',
  ],
];

interface Mutation {
  readonly kind: 'remove' | 'replace' | 'add' | 'rename' | 'repeat' | 'unwrap';
  readonly at: number;
  readonly name: string;
  readonly value: JsonValue;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('remove', 'replace', 'add', 'rename', 'repeat', 'unwrap'),
  at: fc.nat(),
  name: fc.constantFrom(...names),
  value: fc.constantFrom(...strangers),
});

function mutate(document: JsonObject, { kind, at, name, value }: Mutation): JsonObject {
  const spots = spotsOf(document);
  const spot = spots[at % Math.max(1, spots.length)];
  if (spot === undefined) return document;
  const { holder, key } = spot;
  const fresh = structuredClone(value) as JsonValue;
  if (Array.isArray(holder)) {
    const index = Number(key);
    if (kind === 'remove') holder.splice(index, 1);
    else if (kind === 'repeat') holder.push(structuredClone(holder[index] ?? null) as JsonValue);
    else holder.splice(index, 1, fresh);
    return document;
  }
  const before = holder[key] ?? null;
  if (kind === 'remove' || kind === 'rename') delete holder[key];
  if (kind === 'rename') holder[name] = before;
  if (kind === 'replace') holder[key] = fresh;
  if (kind === 'add') holder[name] = fresh;
  if (kind === 'repeat') holder[key] = [before];
  if (kind === 'unwrap') holder[key] = Array.isArray(before) ? ((before as JsonValue[])[0] ?? null) : [];
  return document;
}

describeVectors('EPCIS documents beside the JSON schema of GS1', () => {
  const count = countVectors('EPCIS mutations decided as the JSON schema does');
  const documents = () =>
    [
      ...filesIn('epcis/documents/valid', '.json'),
      ...filesIn('epcis/documents/invalid', '.json'),
      ...filesIn('epcis/event-hash', '.jsonld'),
    ].map((file) => readVector(file));
  /** Events on their own, with their context. */
  const lone = () =>
    documents().flatMap((text) => {
      const document = JSON.parse(text) as JsonObject;
      const context = document['@context'] ?? [];
      return hashEvents(document).map(({ event }) => JSON.stringify({ '@context': context, ...event }));
    });

  const agree = (texts: readonly string[], most: number) => {
    const schema = compileSchema();
    return fc.property(
      fc.constantFrom(...texts),
      fc.array(mutation, { maxLength: most }),
      (text, mutations) => {
        let document = JSON.parse(text) as JsonObject;
        for (const one of mutations) document = mutate(document, one);
        const again = JSON.stringify(document);
        const valid = schema(JSON.parse(again));
        const told = () => `${again}\n${JSON.stringify(schema.errors?.slice(0, 3))}`;
        count.try(() => expect(readEpcis(again).ok, told()).toBe(valid));
      },
    );
  };

  test('documents', () => {
    fc.assert(agree(documents(), 3), { numRuns: 6000 });
  });

  test('single events', () => {
    fc.assert(agree(lone(), 3), { numRuns: 14_000 });
  });
});

describeVectors('EPCIS documents that we build', () => {
  const count = countVectors('EPCIS documents built from facts, by the JSON schema');
  const settings = siteSettings({
    gln: '4012345000115',
    stationReadPoints: true,
    offsetAt: () => '+01:00',
    products,
  });

  test('are valid whatever was done at the station', () => {
    const schema = compileSchema();
    fc.assert(
      fc.property(deeds, (what) => {
        const { events } = eventsOfFacts(dayOf(what).facts, settings);
        const declared = events.map((event) =>
          declareError(event, '2026-03-02T00:00:00.000Z', 'did_not_occur'),
        );
        const document = epcisDocument([...events, ...declared], '2026-03-02T00:00:00.000Z');
        const valid = schema(JSON.parse(JSON.stringify(document)));
        count.try(() => expect(valid, JSON.stringify(schema.errors)).toBe(true));
      }),
      { numRuns: 500 },
    );
  });

  describe('of what facts do not tell yet', () => {
    test('are valid too', () => {
      const schema = compileSchema();
      const occasion = { at: '2026-03-01T08:00:00.000Z', place: settings.placeOf('north', 'pack-1') };
      const children = { childEPCs: ['https://id.gs1.org/8003/04012345000016A1'], childQuantityList: [] };
      const none = { childEPCs: [], childQuantityList: [] };
      const events = [
        associated('ADD', 'https://id.gs1.org/00/340123450000000001', children, occasion),
        associated('DELETE', 'https://id.gs1.org/00/340123450000000001', children, occasion),
        unpacked('340123450000000001', none, occasion),
      ];
      const valid = schema(JSON.parse(JSON.stringify(epcisDocument(events, occasion.at))));
      count.try(() => expect(valid, JSON.stringify(schema.errors)).toBe(true));
    });
  });
});
