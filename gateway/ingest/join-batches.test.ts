import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlainFact } from '../../protocols/wire/plain-fact.ts';
import type { SignedHead } from '../../protocols/wire/signed-head.ts';
import type { Arrival } from '../log/arrival.ts';
import { joinBatches } from './join-batches.ts';

const head: SignedHead = { v: 1, seq: 1, hash: 'a'.repeat(64), key: 'k', signature: 's' } as never;
const payload = Buffer.alloc(0);

const facts = fc
  .array(fc.nat(1_000_000), { minLength: 1, maxLength: 3 })
  .map((seqs) => seqs.map((seq) => new PlainFact(seq, '', '', '{}')));
const station = fc.constantFrom('pack-1', 'pack-2');
const arrival: fc.Arbitrary<Arrival> = fc.oneof(
  fc.record({ station, facts }).map((each) => ({ kind: 'batch' as const, topic: 't', payload, ...each })),
  fc
    .record({ station, facts })
    .map((each) => ({ kind: 'batch' as const, topic: 't', payload, head, ...each })),
  station.map((name) => ({
    kind: 'batch' as const,
    station: name,
    topic: 't',
    payload,
    facts: [{ seq: 'x' }],
  })),
  station.map((name) => ({
    kind: 'refused' as const,
    code: 'BATCH_INVALID',
    station: name,
    topic: 't',
    payload,
  })),
);

/** Each fact, refusal and signature, in order. */
const contents = (arrivals: Iterable<Arrival>) =>
  [...arrivals].flatMap((each): unknown[] =>
    each.kind === 'refused'
      ? [each]
      : [...each.facts.map((fact) => [each.station, fact]), ...[each.head ?? []].flat()],
  );

test('nothing is left out, doubled or moved, and no signature gets other facts', () => {
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 12 }), (arrivals) => {
      const joined = [...joinBatches(arrivals)];
      expect(contents(joined)).toEqual(contents(arrivals));
      for (const each of joined) {
        const whole =
          each.kind === 'refused' || each.head !== undefined || !(each.facts[0] instanceof PlainFact);
        if (whole) expect(arrivals).toContain(each);
      }
    }),
  );
});

test('what one station sent one by one becomes one batch', () => {
  const one = (name: string, of: number): Arrival => ({
    ...{ kind: 'batch', station: name, topic: 't', payload },
    facts: [new PlainFact(of, '', '', '{}')],
  });
  const joined = [...joinBatches([one('pack-1', 1), one('pack-1', 2), one('pack-2', 1), one('pack-2', 2)])];
  expect(joined.map((each) => [each.station, each.kind === 'batch' && each.facts.length])).toEqual([
    ['pack-1', 2],
    ['pack-2', 2],
  ]);
});
