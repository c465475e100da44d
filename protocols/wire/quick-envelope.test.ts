import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { factEnvelope } from './fact.ts';
import { factHash, genesis, portableSha256, seal } from './fact-chain.ts';
import { siteId, stationId } from './ids.ts';
import { isPlainFact } from './quick-envelope.ts';
import { sealedTextOf } from './sealed-text.ts';

const data = fc.dictionary(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('order', 'hash', '__proto__', '10', '9')),
  fc.jsonValue({ noUnicodeString: false }),
);
const fact = fc
  .record({
    at: fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }),
    operator: fc.option(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 })),
    type: fc.constantFrom('order.started', 'drone.landed', 'a.b_c.d'),
    data,
  })
  .map(({ at, ...rest }) =>
    seal(genesis, {
      v: 1,
      site: siteId.parse('north'),
      station: stationId.parse('pack-1'),
      at: at.toISOString(),
      ...rest,
    }),
  );
/** Values at the edges of what each member may be. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, '', 0, -1, 1.5, 2 ** 53, true, [], {}, new Map(), new Date(0)),
  fc.constantFrom('2024-02-29T00:00:00.000Z', '2023-02-29T00:00:00.000Z', '2024-04-31T00:00:00.000Z'),
  fc.constantFrom('2024-13-01T00:00:00.000Z', '2024-01-01T24:00:00.000Z', '2024-01-01T00:00:00Z'),
  fc.constantFrom('x'.repeat(65), 'A'.repeat(64), `${'a'.repeat(64)}\n`, 'pack 1', 'pack-1\n', 'a.', 'a.b'),
  fc.constantFrom(`${'a'.repeat(40)}.${'b'.repeat(40)}`, '-a', `a${'b'.repeat(32)}`),
  fc.jsonValue(),
);
const members = ['v', 'site', 'station', 'seq', 'at', 'operator', 'prev', 'hash', 'type', 'data', 'extra'];

describe('the quick look at a fact', () => {
  test('takes nothing that the schema refuses, and changes nothing', () => {
    fc.assert(
      fc.property(fact, fc.constantFrom(...members), odd, (valid, member, value) => {
        const changed = { ...valid, [member]: value };
        const parsed = factEnvelope.safeParse(changed);
        if (isPlainFact(changed)) expect(parsed).toStrictEqual({ success: true, data: changed });
      }),
      { numRuns: 2_000 },
    );
  });

  test('takes the facts that stations send', () => {
    fc.assert(
      fc.property(fact, (valid) => {
        const sent = JSON.parse(JSON.stringify(valid));
        const leapDay = valid.at.includes('-02-29');
        expect(isPlainFact(sent)).toBe(!leapDay && !Object.hasOwn(sent.data, '__proto__'));
      }),
    );
  });

  test.each([null, undefined, 'fact', 7, [], Object.create(null)])('leaves %j to the schema', (value) => {
    expect(isPlainFact(value)).toBe(false);
  });

  test('leaves a fact with a member too few or too many to the schema', () => {
    const whole = seal(genesis, {
      v: 1,
      site: siteId.parse('north'),
      station: stationId.parse('pack-1'),
      at: '2026-03-01T08:00:00.000Z',
      operator: null,
      type: 'a.b',
      data: {},
    });
    for (const member of members.slice(0, -1)) {
      expect(isPlainFact(Object.fromEntries(Object.entries(whole).filter(([key]) => key !== member)))).toBe(
        false,
      );
    }
    expect(isPlainFact({ ...whole, extra: 1 })).toBe(false);
  });
});

test('the canonical texts of a fact are those of canonical JSON, and the sealed one gives its hash', () => {
  fc.assert(
    fc.property(fact, (valid) => {
      const { hash, ...open } = valid;
      const { whole, sealed } = sealedTextOf(valid);
      expect(whole).toBe(canonicalJson(valid));
      expect(sealed).toBe(canonicalJson(open));
      expect(portableSha256(sealed)).toBe(hash);
      expect(factHash(valid)).toBe(hash);
    }),
  );
});
