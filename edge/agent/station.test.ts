import { expect, test } from 'vitest';
import { FactLog } from '../facts/fact-log.ts';
import { orderOf } from '../testing-edge.ts';
import type { WorkReplica } from '../work/replica.ts';
import { Station } from './station.ts';

test('a reading whose facts can never be stored is refused and named, and the next one is decided', () => {
  const facts = new FactLog({ path: ':memory:', site: 'HAM', station: 'S1' });
  // JSON has no form for this version, so no fact can carry it.
  const replica = {
    order: (number: string) =>
      number === 'SO-1' ? { version: Number.NaN, document: orderOf(number) } : undefined,
    site: () => undefined,
    location: () => undefined,
    finish: () => {},
  } as unknown as WorkReplica;
  const defects: unknown[] = [];
  const station = new Station({
    facts,
    replica,
    finished: new Set(),
    sscc: { extensionDigit: 1, firstSerial: 1, lastSerial: 9 },
    station: 'S1',
    connected: () => true,
    onDefect: (thrown) => defects.push(thrown),
  });
  const scan = (raw: string, seq: number) =>
    station.scan({
      scan: { device: 'gun', boot: 'b', seq },
      raw,
      at: '2026-01-05T06:00:00.000Z',
      bounceMs: 0,
    });
  expect(scan('SO-1', 1)).toMatchObject({ verdict: 'refused_unreadable', tone: 'error', seq: 1 });
  expect(defects).toHaveLength(1);
  expect(scan('SO-2', 2)).toMatchObject({ verdict: 'refused_order_unknown', seq: 2 });
  expect(facts.lastSeq).toBe(2);
  facts.close();
});
