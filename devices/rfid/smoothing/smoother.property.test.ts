import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smoothingSettings } from './settings.ts';
import { Smoother } from './smoother.ts';
import type { SmoothingEvent } from './smoothing-event.ts';
import { type DeliveredRead, smoothAll, tagRead } from './testing-reads.ts';

const settings = smoothingSettings.parse({
  maxTags: 16,
  points: [
    { reader: 'r', antenna: 1, zone: 'out' },
    { reader: 'r', antenna: 2, zone: 'in' },
    { reader: 'q', antenna: 1, zone: 'rack' },
  ],
  portals: [{ name: 'door', outside: ['out'], inside: ['in'] }],
});

const anyRead = fc.record({
  reader: fc.constantFrom('r', 'q', 'x'),
  atMs: fc.oneof(fc.nat(20_000), fc.integer({ min: -1e9, max: 1e9 }), fc.constant(Number.NaN)),
  deliveredMs: fc.nat(20_000),
  read: fc
    .record({
      epc: fc.integer({ min: 0, max: 40 }).map((number) => `E${number}`),
      antenna: fc.integer({ min: -1, max: 5 }),
      rssiDbm: fc.oneof(fc.integer({ min: -75, max: -30 }), fc.constantFrom(null, Number.NaN)),
      count: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ epc, antenna, rssiDbm, count }) => tagRead(epc, antenna, rssiDbm, count)),
});

function presenceOf(events: readonly SmoothingEvent[]): Map<string, boolean> {
  const present = new Map<string, boolean>();
  for (const { kind, epc } of events) {
    if (kind === 'arrived') {
      expect(present.get(epc) ?? false).toBe(false);
      present.set(epc, true);
      continue;
    }
    expect(present.get(epc)).toBe(true);
    if (kind === 'departed') present.set(epc, false);
  }
  return present;
}

describe('whatever reads come', () => {
  test('arrivals and departures alternate, none is lost, and memory stays within its bound', () => {
    fc.assert(
      fc.property(fc.array(anyRead, { maxLength: 200 }), (reads) => {
        const smoother = new Smoother(settings);
        const events = smoothAll(smoother, reads, 25_000);
        const present = [...presenceOf(events)].filter(([, there]) => there).map(([epc]) => epc);
        expect(smoother.present).toBe(present.length);
        for (const epc of present) expect(smoother.zoneOf(epc)).not.toBeNull();
        expect(smoother.tracked).toBeLessThanOrEqual(16);
        events.push(...smoother.advance(1e12));
        expect([...presenceOf(events).values()].some((there) => there)).toBe(false);
        expect(smoother.tracked).toBe(0);
        expect(smoother.counts.departed).toBe(smoother.counts.arrived);
      }),
    );
  });

  test('the same reads give the same events', () => {
    fc.assert(
      fc.property(fc.array(anyRead, { maxLength: 120 }), (reads) => {
        const once = smoothAll(new Smoother(settings), reads, 30_000);
        expect(smoothAll(new Smoother(settings), reads, 30_000)).toEqual(once);
      }),
    );
  });
});

/** Visits of tags that end for good or pause clearly shorter than any patience. */
const visit = fc.record({
  epc: fc.constantFrom('A', 'B', 'C'),
  fromMs: fc.nat(40).map((slot) => slot * 100),
  reads: fc.integer({ min: 12, max: 40 }),
  way: fc.constantFrom('in', 'out'),
});

function readsOf({
  epc,
  fromMs,
  reads,
  way,
}: typeof visit extends fc.Arbitrary<infer Visit> ? Visit : never) {
  return Array.from({ length: reads }, (_, at): DeliveredRead => {
    const firstHalf = at < reads / 2;
    const antenna = firstHalf === (way === 'in') ? 1 : 2;
    return { reader: 'r', atMs: fromMs + at * 90, read: tagRead(epc, antenna, -45 - (at % 5)) };
  });
}

function outcomes(reads: readonly DeliveredRead[]): string[] {
  const events = smoothAll(new Smoother(settings), reads, 40_000);
  return events
    .filter(({ kind }) => kind !== 'moved')
    .map((event) => `${event.epc} ${event.kind} ${event.kind === 'crossed' ? event.direction : ''}`)
    .sort();
}

test('what is decided does not depend on the order in which reads come within the lateness', () => {
  const delays = fc.array(fc.nat(450), { minLength: 120, maxLength: 120 });
  fc.assert(
    fc.property(fc.uniqueArray(visit, { selector: ({ epc }) => epc }), delays, (visits, delayMs) => {
      const reads = visits.flatMap(readsOf);
      const late = reads.map((read, at) => ({ ...read, deliveredMs: read.atMs + (delayMs[at] ?? 0) }));
      expect(outcomes(late)).toEqual(outcomes(reads));
    }),
  );
});
