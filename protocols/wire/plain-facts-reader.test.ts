import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalFormOf } from './canonical-form.ts';
import { canonicalJson } from './canonical-json.ts';
import { type Fact, type FactType, factData } from './fact.ts';
import { genesis, portableSha256, seal } from './fact-chain.ts';
import { receive } from './fact-receiver.ts';
import type { PlainFact } from './plain-fact.ts';
import { readPlainFacts } from './plain-facts-reader.ts';
import { chainOf, origin } from './testing-facts.ts';
import { nearly } from './testing-values.ts';

const { site, station } = origin;
const plainOrigin = { site, station, digest: portableSha256 };

/** What was read, and where it ends. */
function read(text: string, from = 1): { facts: PlainFact[]; end: number } {
  const facts: PlainFact[] = [];
  const end = readPlainFacts(text, from, plainOrigin, facts);
  return { facts, end };
}

function textOf(facts: readonly unknown[]): string {
  return `[${facts.map(canonicalJson).join(',')}]`;
}

/** What the way that knows every case says of a fact that comes at its place. */
function judge(raw: unknown) {
  const { seq, prev } = raw as Fact;
  return receive({ upTo: seq - 1, hash: prev }, origin, [raw], () => undefined).received[0];
}

const types = Object.keys(factData) as FactType[];
/** Facts of all types, valid ones and others. */
const fact = fc.constantFrom(...types).chain((type) =>
  fc
    .record({
      data: nearly(factData[type]),
      operator: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }),
        fc.constantFrom(null, 'eve', 'Zoë\u001d'),
      ),
      upTo: fc.nat(1_000),
      at: fc.constantFrom('2026-03-01T08:00:00.000Z', '2024-02-29T23:59:59.999Z', '2024-02-30T00:00:00.000Z'),
    })
    .map(({ data, operator, upTo, at }) => {
      const known: unknown = JSON.parse(JSON.stringify(data) ?? '{}');
      return seal(
        { upTo, hash: 'a'.repeat(64) },
        {
          ...{ v: 1, site, station, at, operator, type },
          data: known as Fact['data'],
        },
      );
    }),
);

describe('facts that are read where they stand', () => {
  test('are those of the text, and valid', () => {
    let plain = 0;
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      instead: fc.option(fc.constantFrom('', '"', ',', '}', '0', 'a', '\\u001d', ' ', '{"at":'), { freq: 1 }),
    });
    fc.assert(
      fc.property(fact, damage, (one, { at, instead }) => {
        const whole = textOf([one]);
        const place = 1 + Math.floor(at * (whole.length - 1));
        const text = instead === null ? whole : whole.slice(0, place) + instead + whole.slice(place + 1);
        const { facts, end } = read(text);
        if (end < 0) return;
        plain += 1;
        expect(end).toBe(text.length - 1);
        const raws = JSON.parse(text) as unknown[];
        const said = facts.map(({ kind, seq, hash, text: json, fact: value }) => ({
          kind,
          seq,
          hash,
          text: json,
          fact: value,
        }));
        expect(said).toEqual(raws.map(judge));
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  test('are all that a station sends', () => {
    const chain = chainOf(3);
    const text = textOf(chain);
    const { facts, end } = read(text);
    expect(end).toBe(text.length - 1);
    expect(facts.map(({ fact: value }) => value)).toEqual(chain);
    expect(facts.map(({ prev }) => prev)).toEqual(chain.map(({ prev }) => prev));
  });

  const [first] = chainOf(1) as [Fact];
  const resealed = (change: object) => seal(genesis, { ...first, ...change });
  test.each<[string, string]>([
    ['of another station', textOf([resealed({ station: 'pack-2' })])],
    ['of another site', textOf([resealed({ site: 'south' })])],
    ['with the hash of another fact', textOf([{ ...first, hash: 'f'.repeat(64) }])],
    ['with another content than its hash is of', textOf([{ ...first, operator: 'mallory' }])],
    ['with data that are not of its type', textOf([resealed({ data: { boot: 7, version: '1' } })])],
    ['of a type that nobody knows', textOf([resealed({ type: 'drone.landed' })])],
    ['with a member too many', textOf([{ ...first, x: 1 }])],
    ['with its members in another order', JSON.stringify([first])],
    ['with spaces', JSON.stringify([first], null, 1)],
    ['behind an opening that is none', `[[${canonicalJson(first)}]]`],
    ['with nothing behind the comma', `[${canonicalJson(first)},]`],
    ['with another closing', `[${canonicalJson(first)}}`],
    ['that does not end', textOf([first]).slice(0, -2)],
    ['that is none', '[7]'],
    ['that is not there', '[]'],
  ])('are not plain with one %s', (_what, text) => {
    expect(read(text).end).toBe(-1);
  });

  test.each(types)('the member `hash` is found, for the data of %s have none', (type) => {
    const form = canonicalFormOf(factData[type]);
    if (form === null) return expect(type).toBe('fact.rescued');
    expect(form).not.toContain('"hash":');
  });
});

test('the receiver does the same with facts that were read where they stand', () => {
  const chain = chainOf(12);
  const other = chainOf(12, 'other');
  const batch = fc.record({
    from: fc.nat(11),
    length: fc.integer({ min: 1, max: 6 }),
    isOther: fc.boolean(),
    twice: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(batch, { minLength: 1, maxLength: 8 }), (batches) => {
      const ends = [true, false].map((isPlain) => {
        let head = genesis;
        const log: string[] = [];
        return batches.map(({ from, length, isOther, twice }) => {
          const part = (isOther && from > 0 ? other : chain).slice(from, from + length);
          const sent = twice ? [...part, ...part] : part;
          const facts = isPlain ? read(textOf(sent)).facts : (JSON.parse(textOf(sent)) as unknown[]);
          const { received, ...verdict } = receive(head, origin, facts, (seq) => log[seq - 1]);
          head = verdict.head;
          log.push(...received.map(({ hash }) => hash));
          return {
            ...verdict,
            received: received.map((one) =>
              one.kind === 'fact' ? [one.seq, one.hash, one.text, one.fact] : one,
            ),
          };
        });
      });
      expect(ends[0]).toEqual(ends[1]);
    }),
    { numRuns: 300 },
  );
});
