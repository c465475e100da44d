import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setAsideEventOf } from './event.ts';
import type { Fact } from './fact.ts';
import { factHash, genesis } from './fact-chain.ts';
import { type Conflict, type Gap, type Received, receive } from './fact-receiver.ts';
import { chainOf, factBehind, origin } from './testing-facts.ts';

/** A hop as small as possible: it keeps what `receive` decides. */
class Hop {
  head = genesis;
  readonly log: Received[] = [];
  readonly conflicts: Conflict[] = [];
  gap: Gap | null = null;
  readonly #fromGateway: boolean;

  constructor(fromGateway = false) {
    this.#fromGateway = fromGateway;
  }

  /** Returns its cumulative acknowledgement. */
  take(batch: readonly unknown[]): number {
    const from = { ...origin, fromGateway: this.#fromGateway };
    const reception = receive(this.head, from, batch, (seq) => this.log[seq - 1]?.hash);
    this.head = reception.head;
    this.log.push(...reception.received);
    this.conflicts.push(...reception.conflicts);
    this.gap = reception.gap;
    return reception.head.upTo;
  }
}

const overTheWire = (batch: readonly unknown[]) => JSON.parse(JSON.stringify(batch)) as unknown[];

describe('receiving facts', () => {
  test('whatever a network does to the batches, resending ends with each fact once and in order', () => {
    const facts = chainOf(40);
    // A batch begins anywhere, has any length and comes in any order, again and again, or not at all.
    const network = fc.array(
      fc.record({
        from: fc.nat({ max: 39 }),
        length: fc.integer({ min: 1, max: 15 }),
        reversed: fc.boolean(),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(network, fc.integer({ min: 1, max: 9 }), (batches, resendSize) => {
        const hop = new Hop();
        let acknowledged = 0;
        for (const { from, length, reversed } of batches) {
          const batch = facts.slice(from, from + length);
          const upTo = hop.take(overTheWire(reversed ? batch.reverse() : batch));
          expect(upTo).toBeGreaterThanOrEqual(acknowledged);
          expect(hop.log).toHaveLength(upTo);
          if (from > acknowledged && !reversed) expect(hop.gap).toEqual({ from: acknowledged + 1, to: from });
          acknowledged = upTo;
        }
        while (acknowledged < facts.length) {
          acknowledged = hop.take(overTheWire(facts.slice(acknowledged, acknowledged + resendSize)));
        }
        expect(hop.log.map((kept) => kept.kind === 'fact' && kept.fact)).toEqual(facts);
        expect(hop.conflicts).toEqual([]);
        expect(hop.gap).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  test('a poison fact is set aside in its place and everything behind it flows', () => {
    const facts = chainOf(6);
    const third = facts[2] as Fact;
    const poisons: readonly (readonly [raw: unknown, reason: string])[] = [
      [{ ...third, data: { boot: 7 } }, 'hash_mismatch'],
      [{ ...third, operator: 'mallory' }, 'hash_mismatch'],
      [{ ...third, smuggled: true }, 'invalid'],
      [{ ...third, site: 'south' }, 'invalid'],
      [{ ...third, at: 'yesterday' }, 'invalid'],
      [{ ...third, hash: undefined }, 'invalid'],
      [{ seq: 3 }, 'invalid'],
      [{ seq: 3, hash: { toString: 'no' } }, 'invalid'],
    ];
    for (const [raw, reason] of poisons) {
      const hop = new Hop();
      expect(hop.take([facts[0], facts[1], raw, ...facts.slice(3)])).toBe(6);
      expect(hop.log.map(({ kind }) => kind)).toEqual(['fact', 'fact', 'set-aside', 'fact', 'fact', 'fact']);
      expect(hop.log[2]).toMatchObject({ seq: 3, reason, raw });
    }
  });

  test('data nested without end are set aside in a form that can be stored', () => {
    const facts = chainOf(3);
    const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    const poison = { ...facts[1], data: { deep } };
    for (const hop of [new Hop(), new Hop(true)]) {
      expect(hop.take([facts[0], poison, facts[2]])).toBe(3);
      expect(hop.log[1]).toMatchObject({ kind: 'set-aside', reason: 'invalid', hash: facts[1]?.hash });
      expect(JSON.stringify(hop.log)).toContain('nested deeper');
      hop.take([poison]);
      expect(hop.conflicts).toEqual([]);
    }
  });

  test('data that are not of their type are set aside, an unknown type is passed on', () => {
    const good = factBehind(genesis, 'one');
    const wrong = { ...good, data: { boot: 'one' } };
    const { hash: _hash, ...open } = wrong;
    const hop = new Hop();
    hop.take([resealed(open)]);
    expect(hop.log[0]).toMatchObject({ kind: 'set-aside', reason: 'invalid' });

    const later = new Hop();
    later.take([resealed({ ...open, type: 'drone.landed', data: { roof: 3 } })]);
    expect(later.log[0]).toMatchObject({ kind: 'fact', fact: { type: 'drone.landed' } });
  });

  test('a fact of another history does not take the place of the one that belongs there', () => {
    const [first, second, third] = chainOf(3);
    const others = chainOf(4, 'other');
    const hop = new Hop();
    hop.take([first, ...others.slice(1)]);
    expect(hop.conflicts).toMatchObject([{ seq: 2, knownHash: first?.hash, receivedHash: others[1]?.hash }]);
    expect(hop.gap).toBeNull();
    expect(hop.take([second, third])).toBe(3);
    expect(hop.log.map(({ kind }) => kind)).toEqual(['fact', 'fact', 'fact']);
  });

  test('behind a gateway it takes its place as a broken chain, as nothing else will come there', () => {
    const [first] = chainOf(1);
    const stranger = chainOf(2, 'other')[1];
    const central = new Hop(true);
    central.take([first, stranger]);
    expect(central.log[1]).toMatchObject({ kind: 'set-aside', reason: 'chain_broken', hash: stranger?.hash });
  });

  test('what follows a refused fact is refused too, even behind a record without a hash', () => {
    const [first, second, third] = chainOf(3);
    const hop = new Hop();
    hop.take([first, { seq: 2 }]);
    expect(hop.take([second, third])).toBe(2);
    expect(hop.conflicts.map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test('a bad fact of another history is refused with it, and does not cover it up', () => {
    const [first, second] = chainOf(2);
    const others = chainOf(3, 'other');
    const bad = { ...others[2], type: 'no type' };
    const hop = new Hop();
    hop.take([first, second]);
    expect(hop.take([...others.slice(0, 2), bad])).toBe(2);
    expect(hop.take([bad])).toBe(2);
    expect(hop.conflicts.map(({ seq }) => seq)).toEqual([1, 2, 3, 3]);
  });

  test('whatever two logs of one identity send, the log is one of them, and the other is named', () => {
    const common = chainOf(5);
    const forks = ['a', 'b'].map((name) => {
      const facts = [...common];
      for (let seq = 6; seq <= 20; seq += 1) {
        const last = facts.at(-1) as Fact;
        facts.push(factBehind({ upTo: last.seq, hash: last.hash }, `${name}-${seq}`));
      }
      return facts;
    });
    const batch = fc.record({
      fork: fc.integer({ min: 0, max: 1 }),
      from: fc.nat(19),
      length: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 30 }), (batches) => {
        const hop = new Hop();
        for (const { fork, from, length } of batches) hop.take(forks[fork]?.slice(from, from + length) ?? []);
        const kept = hop.log.map((one) => one.hash);
        const owner = forks.findIndex((facts) => kept.every((hash, index) => facts[index]?.hash === hash));
        expect(owner).toBeGreaterThanOrEqual(0);
        const good = new Set(forks[owner]?.map(({ hash }) => hash));
        if (kept.length > 5)
          for (const { receivedHash } of hop.conflicts) expect(good).not.toContain(receivedHash);
      }),
      { numRuns: 200 },
    );
  });

  test('the same seq with another hash is a conflict, with the same one a repetition', () => {
    const facts = chainOf(3);
    const others = chainOf(3, 'other');
    const hop = new Hop();
    hop.take(facts);
    expect(hop.take([facts[1], others[1], others[2]])).toBe(3);
    expect(hop.conflicts.map(({ seq, knownHash }) => [seq, knownHash])).toEqual([
      [2, facts[1]?.hash],
      [3, facts[2]?.hash],
    ]);
    expect(hop.log.map((kept) => kept.kind === 'fact' && kept.fact)).toEqual(facts);
  });

  test('a conflict within one batch is named too', () => {
    const [first, second] = chainOf(2);
    const hop = new Hop();
    hop.take([first, chainOf(1, 'other')[0], second]);
    expect(hop.conflicts).toHaveLength(1);
    expect(hop.head.upTo).toBe(2);
  });

  test('resending a fact that was set aside is a repetition, not a conflict', () => {
    const poisons = [{ seq: 1 }, { seq: 1, hash: 'NO HASH' }, { seq: 1, hash: 'x'.repeat(100) }];
    for (const poison of poisons) {
      const hop = new Hop();
      hop.take([poison]);
      hop.take([poison]);
      expect(hop.log).toHaveLength(1);
      expect(hop.conflicts).toEqual([]);
    }
  });

  test('the hop behind takes over what the gateway set aside, in its place', () => {
    const facts = chainOf(4);
    const gateway = new Hop();
    gateway.take([facts[0], { ...facts[1], operator: 'mallory' }, facts[2], facts[3]]);
    const passedOn = gateway.log.map((kept) =>
      kept.kind === 'fact'
        ? kept.fact
        : setAsideEventOf(kept.seq, '2026-03-01T08:00:00.000Z', {
            v: 1,
            ...{ site: origin.site, station: origin.station },
            seq: kept.seq,
            hash: kept.hash,
            reason: kept.reason,
            detail: kept.detail,
            raw: kept.raw,
          }).data,
    );
    const central = new Hop(true);
    expect(central.take(overTheWire(passedOn))).toBe(4);
    expect(central.log).toEqual(JSON.parse(JSON.stringify(gateway.log)));
    expect(new Hop().take([passedOn[1]])).toBe(0);

    const station = new Hop();
    station.take([facts[0], passedOn[1]]);
    expect(station.log[1]).toMatchObject({ kind: 'set-aside', reason: 'invalid' });
  });

  test('nothing that can arrive makes it throw', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ seq: fc.constantFrom(1, 2, 3), hash: fc.anything(), data: fc.anything() }),
    );
    fc.assert(
      fc.property(fc.array(anything), (batch) => {
        const hop = new Hop(true);
        hop.take(batch);
        expect(hop.log.map(({ seq }) => seq)).toEqual(hop.log.map((_, index) => index + 1));
      }),
    );
  });
});

function resealed(open: Omit<Fact, 'hash'>): Fact {
  return { ...open, hash: factHash(open) };
}
