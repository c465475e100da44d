import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { factHash, genesis } from './fact-chain.ts';
import { chainOf, factBehind } from './testing-facts.ts';

describe('the chain of facts', () => {
  test('each fact names the one before, and its hash covers all of its members', () => {
    const facts = chainOf(20);
    facts.forEach((fact, index) => {
      expect(fact.seq).toBe(index + 1);
      expect(fact.prev).toBe(facts[index - 1]?.hash ?? genesis.hash);
      expect(factHash(fact)).toBe(fact.hash);
    });
  });

  test('a change of any member gives another hash', () => {
    const fact = factBehind(genesis, 'one');
    const changes = fc.constantFrom<Partial<Record<keyof typeof fact, unknown>>>(
      { seq: 2 },
      { at: '2026-03-01T08:00:00.001Z' },
      { operator: 'anna' },
      { type: 'station.stopped' },
      { prev: fact.hash },
      { data: { ...fact.data, version: '1.0.1' } },
      { data: { ...fact.data, more: null } },
      { station: 'pack-2' },
    );
    fc.assert(
      fc.property(changes, (change) => {
        expect(factHash({ ...fact, ...change } as typeof fact)).not.toBe(fact.hash);
      }),
    );
  });

  test('the hash survives a way through JSON with another order of members', () => {
    const fact = factBehind(genesis, 'ä€\u{1f600}');
    const reordered = JSON.parse(
      JSON.stringify(Object.fromEntries(Object.entries(fact).reverse())),
    ) as typeof fact;
    expect(factHash(reordered)).toBe(fact.hash);
  });

  test('gives the hash that other programs compute (SHA-256 over the canonical JSON)', () => {
    // Computed with sha256sum over the line that canonicalJson is specified to give.
    expect(factBehind(genesis, 'one').hash).toBe(
      '7d8d20b90b7815815f4fa4e1908791be89aa9b9708f64976212a3f0cd9cfac07',
    );
  });
});
