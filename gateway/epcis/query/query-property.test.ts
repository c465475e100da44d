import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import { documentOf, startTestRepository, type TestRepository } from '../testing-repository.ts';
import { meets, pairs } from './testing-query-oracle.ts';

const urns = Object.keys(pairs);
const ofKind = (kind: RegExp) => urns.filter((urn) => kind.test(urn));
const epcUrns = ofKind(/:id:(?:sgtin|sscc|grai)/);
const classUrns = ofKind(/:idpat:|:class:/);
const placeUrns = ofKind(/:sgln:/);
/** An identifier in either of its forms. */
const id = (from: readonly string[]) =>
  fc.tuple(fc.constantFrom(...from), fc.boolean()).map(([urn, link]) => (link ? (pairs[urn] ?? urn) : urn));
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const few = <Value>(value: fc.Arbitrary<Value>, minLength = 1) =>
  fc.uniqueArray(value, { minLength, maxLength: 3 });

const steps = ['shipping', 'receiving', 'packing'];
const dispositions = ['in_transit', 'active', 'recalled'];
const instant = fc
  .integer({ min: 0, max: 20 })
  .map((minute) => `2026-03-01T10:${String(minute).padStart(2, '0')}:00.250+01:00`);
const number = fc.constantFrom(0, 1, 2.5, 10, -3);
const quantities = fc.array(
  fc.record(
    { epcClass: id(classUrns), quantity: number, uom: fc.constantFrom('KGM', 'MTR') },
    { requiredKeys: ['epcClass'] },
  ),
  { minLength: 1, maxLength: 2 },
);
const party = <Kind extends string>(kind: Kind) =>
  fc.array(fc.record({ type: fc.constantFrom('owning_party', 'location'), [kind]: id(placeUrns) }), {
    minLength: 1,
    maxLength: 2,
  });
const extension = fc.oneof(
  fc.constantFrom('fragile', 'cold', '5'),
  number,
  fc.record({
    'example:inner': fc.oneof(number, fc.constantFrom('deep', 'cold')),
    'example:list': fc.array(number, { maxLength: 2 }),
  }),
  fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 2 }),
);
const sensors = fc.array(
  fc.record({
    sensorReport: fc.array(
      fc.record(
        {
          type: fc.constantFrom('Temperature', 'Speed'),
          value: number,
          maxValue: number,
          uom: fc.constantFrom('CEL', 'FAH'),
        },
        { requiredKeys: ['type', 'uom'] },
      ),
      { minLength: 1, maxLength: 2 },
    ),
  }),
  { minLength: 1, maxLength: 2 },
);
const common = {
  eventTime: instant,
  eventTimeZoneOffset: fc.constant('+01:00'),
  bizStep: some(fc.constantFrom(...steps)),
  disposition: some(fc.constantFrom(...dispositions)),
  readPoint: some(fc.record({ id: id(placeUrns) })),
  bizLocation: some(fc.record({ id: id(placeUrns) })),
  bizTransactionList: some(
    fc.array(
      fc.record({
        type: fc.constantFrom('po', 'desadv'),
        bizTransaction: fc.constantFrom('urn:x:1', 'urn:x:2'),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  ),
  sourceList: some(party('source')),
  destinationList: some(party('destination')),
  sensorElementList: some(sensors),
  errorDeclaration: some(
    fc.record({ declarationTime: instant, reason: fc.constantFrom('did_not_occur', 'incorrect_data') }),
  ),
  'example:note': some(extension),
  'example:size': some(number),
};
const action = fc.constantFrom('OBSERVE', 'DELETE', 'ADD');
const persistent = some(
  fc.record(
    { set: few(fc.constantFrom(...dispositions)), unset: few(fc.constantFrom(...dispositions)) },
    { requiredKeys: ['set'] },
  ),
);
const event = fc.oneof(
  fc.record({
    type: fc.constant('ObjectEvent'),
    ...common,
    action: fc.constant('ADD'),
    epcList: few(id(epcUrns)),
    quantityList: some(quantities),
    persistentDisposition: persistent,
    ilmd: some(fc.record({ 'example:note': extension })),
  }),
  fc.record({
    type: fc.constantFrom('AggregationEvent', 'AssociationEvent'),
    ...common,
    action,
    parentID: id(epcUrns),
    childEPCs: few(id(epcUrns)),
    childQuantityList: some(quantities),
  }),
  fc.record({
    type: fc.constant('TransformationEvent'),
    ...common,
    inputEPCList: few(id(epcUrns)),
    inputQuantityList: some(quantities),
    outputEPCList: few(id(epcUrns)),
    outputQuantityList: some(quantities),
    transformationID: some(fc.constantFrom('urn:x:t1', 'urn:x:t2')),
  }),
);

const term = (name: string, of: string, terms: readonly string[]) =>
  fc.tuple(
    fc.constant(name),
    few(
      fc
        .tuple(fc.constantFrom(...terms), fc.boolean())
        .map(([bare, long]) => (long ? `urn:epcglobal:cbv:${of}:${bare}` : bare)),
    ),
  );
const patterns = [
  'urn:epc:idpat:sgtin:4012345.*.*',
  'urn:epc:idpat:sgtin:4012345.011111.*',
  'urn:epc:idpat:sgtin:*.*.*',
  'urn:epc:idpat:sscc:4012345.*',
  'urn:epc:idpat:grai:4012345.00001.*',
  'https://id.gs1.org/01/04012345111118/21/*',
  'https://id.gs1.org/01/04012345111118/10/*',
  'urn:epc:idpat:sgtin:9521141.011111.*',
];
const matching = (name: string, from: readonly string[]) =>
  fc.tuple(fc.constant(name), few(fc.oneof(id(from), fc.constantFrom(...patterns))));
const comparing = (...suffixes: string[]) =>
  fc.tuple(
    fc
      .tuple(fc.constantFrom('EQ', 'GT', 'GE', 'LT', 'LE'), fc.constantFrom(...suffixes))
      .map((parts) => parts.join('_')),
    number.map((value) => [String(value)]),
  );
const one = (name: string, ...values: string[]) =>
  fc.tuple(fc.constant(name), few(fc.constantFrom(...values)));

const parameter: fc.Arbitrary<[string, string[]]> = fc.oneof(
  one('eventType', 'ObjectEvent', 'AggregationEvent', 'AssociationEvent', 'TransformationEvent'),
  fc.tuple(
    fc.constantFrom('GE_eventTime', 'LT_eventTime'),
    instant.map((text) => [text]),
  ),
  one('EQ_action', 'ADD', 'DELETE', 'OBSERVE'),
  term('EQ_bizStep', 'bizstep', steps),
  term('EQ_disposition', 'disp', dispositions),
  term('EQ_persistentDisposition_set', 'disp', dispositions),
  term('EQ_persistentDisposition_unset', 'disp', dispositions),
  fc.tuple(
    fc.constantFrom('EQ_readPoint', 'EQ_bizLocation', 'EQ_source_owning_party', 'EQ_destination_location'),
    few(id(placeUrns)),
  ),
  one('EQ_transformationID', 'urn:x:t1', 'urn:x:t2'),
  ...['epc', 'parentID', 'inputEPC', 'outputEPC', 'anyEPC'].map((name) => matching(`MATCH_${name}`, epcUrns)),
  ...['epcClass', 'inputEPCClass', 'outputEPCClass', 'anyEPCClass'].map((name) =>
    matching(`MATCH_${name}`, classUrns),
  ),
  comparing(
    'quantity',
    'quantity_KGM',
    'value_CEL',
    'maxValue_FAH',
    'example:size',
    'INNER_example:inner',
    'INNER_example:list',
    'ILMD_example:note',
  ),
  one('EXISTS_errorDeclaration', 'true'),
  one('EQ_errorReason', 'did_not_occur', 'incorrect_data'),
  one('EQ_bizTransaction_po', 'urn:x:1', 'urn:x:2'),
  one('EQ_type', 'Temperature', 'Speed'),
  one('EQ_example:note', 'fragile', 'cold', 'a', '5', '10'),
  one('EQ_INNER_example:inner', 'deep', 'cold', '1'),
  one('EQ_ILMD_example:note', 'fragile', 'b'),
  one('EQ_INNER_ILMD_example:inner', 'deep', '2.5'),
  fc.tuple(
    fc.constantFrom(
      'EXISTS_example:note',
      'EXISTS_INNER_example:inner',
      'EXISTS_ILMD_example:note',
      'EXISTS_INNER_ILMD_example:inner',
    ),
    fc.constant(['true']),
  ),
) as fc.Arbitrary<[string, string[]]>;

const never = { 'GS1-EPC-Format': 'Never_Translates' };
let repository: TestRepository;
let stored: JsonObject[];

beforeAll(async () => {
  repository = await startTestRepository();
  const events = fc
    .sample(event, { numRuns: 300, seed: 5 })
    .map((made, index) => ({ ...made, eventID: `urn:x:event:${index}` }));
  const job = await repository.capture(
    JSON.stringify(documentOf(events, { example: 'http://ns.example.com/' })),
  );
  expect(job).toMatchObject({ success: true });
  stored = await repository.events('/events?perPage=1000', never);
}, 60_000);
afterAll(() => repository.stop());

const idsOf = (events: readonly JsonObject[]) => events.map(({ eventID }) => String(eventID));
const addressOf = (parameters: readonly (readonly [string, string[]])[]) =>
  parameters
    .map(([name, values]) => `${encodeURIComponent(name)}=${encodeURIComponent(values.join('|'))}`)
    .join('&');

describe('queries', () => {
  test('find what a plain filter finds, for any parameters', async () => {
    expect(stored).toHaveLength(300);
    let found = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(parameter, { minLength: 1, maxLength: 3, selector: ([name]) => name }),
        async (parameters) => {
          const wanted = stored.filter((one) =>
            parameters.every(([name, values]) => meets(one, name, values)),
          );
          const got = await repository.events(`/events?perPage=1000&${addressOf(parameters)}`, never);
          found += got.length;
          expect(idsOf(got), addressOf(parameters)).toEqual(idsOf(wanted));
        },
      ),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(1_000);
  }, 120_000);

  test('give the same events in pages of any size and any order', async () => {
    const order = fc.constantFrom('', 'eventTime', 'recordTime', 'example:size');
    await fc.assert(
      fc.asyncProperty(
        parameter,
        order,
        fc.constantFrom('ASC', 'DESC'),
        fc.integer({ min: 1, max: 40 }),
        async (one, orderBy, direction, perPage) => {
          const query =
            addressOf([one]) + (orderBy === '' ? '' : `&orderBy=${orderBy}&orderDirection=${direction}`);
          const whole = await repository.events(`/events?perPage=1000&${query}`, never);
          expect(idsOf(await repository.events(`/events?perPage=${perPage}&${query}`, never))).toEqual(
            idsOf(whole),
          );
          const keys = whole.map((event) =>
            orderBy === 'eventTime' ? Date.parse(String(event.eventTime)) : event['example:size'],
          );
          if (orderBy !== 'eventTime' && orderBy !== 'example:size') return;
          const given = keys.filter((key) => key !== undefined) as number[];
          expect(given).toEqual([...given].sort((a, b) => (direction === 'ASC' ? a - b : b - a)));
          expect(keys.slice(given.length).every((key) => key === undefined)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  }, 120_000);
});
