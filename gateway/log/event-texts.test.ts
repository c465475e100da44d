import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from '../../protocols/wire/canonical-json.ts';
import { eventsOf } from './event-pages.ts';
import { eventTextsOf, jsonOf } from './event-texts.ts';
import type { Run } from './run-store.ts';

const site = 'berlin';
const station = 'pack-1';
const digits = fc.constantFrom('a', 'b', '0').map((digit) => digit.repeat(64));

/** Data as a station might send it, also of types that are not known yet: an order at any depth, and texts that look like members. */
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    'SO-1',
    '',
    '"order":',
    ',"type":"',
    '","v":1}',
    '","v":1}]',
    'x'.repeat(101),
    'a\\b',
    '{',
    '[',
  ),
);
const data = fc.dictionary(
  fc.constantFrom('order', 'orders', 'batch', 'reorder', 'zone', 'hash', 'type', 'v'),
  fc.oneof(
    texts,
    fc.integer(),
    fc.constant(null),
    fc.record({ order: texts, v: fc.constant(1) }),
    fc.array(fc.record({ order: texts }), { maxLength: 2 }),
  ),
);
const fact = fc.record({
  at: fc.constantFrom('2026-03-01T08:00:00.000Z', '2024-02-29T23:59:59.999Z'),
  data,
  hash: digits,
  operator: fc.oneof(texts, fc.constant(null)),
  prev: digits,
  type: fc.constantFrom('scan', 'shipment.dispatched', 'later.kind', 'odd"type'),
});

function runOf(facts: readonly { readonly hash: string }[], firstCursor: number, firstSeq: number): Run {
  const whole = facts.map((each, index) => ({ ...each, seq: firstSeq + index, site, station, v: 1 }));
  return {
    ...{ firstCursor, lastCursor: firstCursor + facts.length - 1, site, station, firstSeq, kind: 'fact' },
    receivedAt: '2026-03-01T08:00:01.000Z',
    hashes: facts.map(({ hash }) => hash).join(''),
    body: `[${whole.map(canonicalJson).join(',')}]`,
  };
}

test('the texts of a run say what its events say, whatever their facts hold', () => {
  const runs = fc.tuple(
    fc.array(fact, { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 1e9 }),
    fc.integer({ min: 1, max: 1e9 }),
  );
  fc.assert(
    fc.property(runs, ([facts, firstCursor, firstSeq]) => {
      const run = runOf(facts, firstCursor, firstSeq);
      const eventAt = eventsOf(run);
      const textAt = eventTextsOf(run);
      for (const index of facts.keys()) {
        const event = eventAt(index);
        const text = textAt(index);
        expect(jsonOf(text, null)).toBe(JSON.stringify(event));
        const { id, type, subject } = event;
        expect({ ...text, head: '', data: '' }).toEqual({
          ...{ cursor: firstCursor + index, id, type: type.slice('packproof.'.length), station, subject },
          ...{ head: '', data: '' },
        });
      }
    }),
    { numRuns: 3_000 },
  );
});

test('an event names the numbering that its position is of, in front of its fact', () => {
  const scan = {
    at: '2026-03-01T08:00:00.000Z',
    data: { order: 'SO-1' },
    hash: 'a'.repeat(64),
    operator: null,
  };
  const [text] = [eventTextsOf(runOf([{ ...scan, prev: 'b'.repeat(64), type: 'scan' } as never], 7, 3))(0)];
  expect(JSON.parse(jsonOf(text, '0123456789abcdef'))).toMatchObject({
    id: 'berlin/pack-1/3',
    packproofcursor: 7,
    packproofepoch: '0123456789abcdef',
    subject: 'SO-1',
    data: { seq: 3 },
  });
});

test('what was set aside is told with its reason', () => {
  const run: Run = {
    ...{ firstCursor: 5, lastCursor: 5, site, station, firstSeq: 9, kind: 'set-aside' },
    receivedAt: '2026-03-01T08:00:01.000Z',
    hashes: 'f'.repeat(64),
    body: JSON.stringify([{ reason: 'invalid', detail: 'data.code: too long', raw: { seq: 9 } }]),
  };
  const text = eventTextsOf(run)(0);
  expect(text).toMatchObject({ id: 'berlin/pack-1/9', type: 'fact.set_aside', station });
  expect(jsonOf(text, null)).toBe(JSON.stringify(eventsOf(run)(0)));
});
