import { describe, expect, test } from 'vitest';
import { type SmoothingInput, smoothingSettings } from './settings.ts';
import { Smoother } from './smoother.ts';
import type { SmoothingEvent } from './smoothing-event.ts';
import { type DeliveredRead, smoothAll, steady, tagRead } from './testing-reads.ts';

const points = [
  { reader: 'r', antenna: 1, zone: 'dock' },
  { reader: 'r', antenna: 2, zone: 'hall', floorDbm: -60 },
  { reader: 'q', antenna: 1, zone: 'hall', correctionDb: 5 },
];

function smootherOf(settings: SmoothingInput = {}): Smoother {
  return new Smoother(smoothingSettings.parse({ points, ...settings }));
}

function run(reads: readonly DeliveredRead[], untilMs = 30_000, settings: SmoothingInput = {}) {
  const smoother = smootherOf(settings);
  return { smoother, events: smoothAll(smoother, reads, untilMs) };
}

const kinds = (events: readonly SmoothingEvent[]) => events.map(({ kind }) => kind);

describe('an arrival', () => {
  test('takes so many reads within the window', () => {
    const at = (...times: number[]) =>
      times.map((atMs) => ({ reader: 'r', atMs, read: tagRead('A', 1, -60) }));
    expect(kinds(run(at(0, 1200)).events)).toEqual([]);
    expect(kinds(run(at(0, 700, 2000)).events)).toEqual([]);
    const { events } = run(at(0, 300, 600));
    expect(events[0]).toMatchObject({ kind: 'arrived', epc: 'A', zone: 'dock', by: 'reads', atMs: 600 });
    expect(events[0]).toMatchObject({
      evidence: { reads: 3, maxRssiDbm: -60, meanRssiDbm: -60, firstSeenMs: 0, lastSeenMs: 600 },
    });
  });

  test('without which a tag is soon forgotten', () => {
    const { smoother } = run([{ reader: 'r', atMs: 0, read: tagRead('A', 1, -60) }], 2000);
    expect(smoother.tracked).toBe(1);
    for (let nowMs = 2100; nowMs <= 2700; nowMs += 100) smoother.advance(nowMs);
    expect(smoother.tracked).toBe(0);
  });

  test('or fewer strong ones', () => {
    const { events } = run([0, 100].map((atMs) => ({ reader: 'r', atMs, read: tagRead('A', 1, -45) })));
    expect(events[0]).toMatchObject({ kind: 'arrived', by: 'strength', atMs: 100 });
  });

  test('one report may stand for several reads, of which one is known to be strong', () => {
    const { events } = run([{ reader: 'r', atMs: 50, read: tagRead('A', 1, -60, 7) }]);
    expect(events[0]).toMatchObject({ kind: 'arrived', by: 'reads', evidence: { reads: 7 } });
    expect(run([{ reader: 'r', atMs: 50, read: tagRead('A', 1, -40, 2) }]).events).toEqual([]);
  });

  test('does not come from reads below the floor of their antenna, from late ones or strange antennas', () => {
    const { smoother, events } = run(steady('A', { antenna: 2, rssiDbm: -61 }));
    expect(events).toEqual([]);
    expect(smoother.counts).toMatchObject({ reads: 20, weak: 20 });
    smoother.read('r', tagRead('A', 1, -40, 3), 100);
    smoother.read('r', tagRead('A', -1, -40, 3), 30_000);
    expect(smoother.counts).toMatchObject({ late: 3, unknownAntenna: 3, arrived: 0 });
    expect(smoother.tracked).toBe(0);
  });

  test('comes from readers that tell no RSSI, and from antennas that no setting names', () => {
    const reads = steady('A', { reader: 'new', antenna: 3 }).map((each) => ({
      ...each,
      read: { ...each.read, rssiDbm: null },
    }));
    const { events } = run(reads, 1500);
    expect(events[0]).toMatchObject({ kind: 'arrived', zone: 'new', evidence: { maxRssiDbm: null } });
  });

  test('a time that lies too far ahead is cut', () => {
    const smoother = smootherOf();
    smoother.advance(1000);
    smoother.read('r', tagRead('A', 1, -50), 9_999_999);
    expect(smoother.counts.ahead).toBe(1);
    smoother.advance(60_000);
    expect(smoother.tracked).toBe(0);
  });
});

describe('a departure', () => {
  const gone = (everyMs: number) => {
    const { events } = run(steady('A', { toMs: 9000, everyMs }), 60_000, {
      arrival: { reads: 2 },
      windowMs: 2000,
    });
    return events.at(-1);
  };

  test('follows the tag’s own read rate, between the bounds', () => {
    const often = gone(100);
    const seldom = gone(800);
    expect(often).toMatchObject({ kind: 'departed', by: 'silence', zone: 'dock' });
    expect(often?.atMs).toBeGreaterThanOrEqual(8900 + 2000);
    expect(often?.atMs).toBeLessThanOrEqual(8900 + 2000 + 700);
    expect(seldom?.atMs).toBeGreaterThan(8800 + 3500);
    expect(seldom?.atMs).toBeLessThanOrEqual(8800 + 15_700);
  });

  test('waits while the reader that heard the tag last is down', () => {
    const smoother = smootherOf();
    const events = smoothAll(smoother, steady('A', {}), 2100);
    smoother.readerDown('r');
    for (let nowMs = 2200; nowMs < 60_000; nowMs += 100) events.push(...smoother.advance(nowMs));
    expect(kinds(events)).toEqual(['arrived']);
    smoother.readerUp('r');
    for (let nowMs = 60_000; nowMs < 66_000; nowMs += 100) events.push(...smoother.advance(nowMs));
    expect(events.at(-1)).toMatchObject({ kind: 'departed' });
    expect(events.at(-1)?.atMs).toBeGreaterThan(61_900);
  });

  test('a leap of the clock ends all presences once', () => {
    const { smoother } = run(steady('A', {}), 2000);
    expect(kinds(smoother.advance(86_400_000))).toEqual(['departed']);
    expect(smoother.advance(86_400_000 * 2)).toEqual([]);
    expect(smoother.advance(5)).toEqual([]);
  });
});

describe('a move', () => {
  const both = (dbm: number, fromMs: number, toMs: number) => [
    ...steady('A', { toMs: 8000, rssiDbm: -58 }),
    ...steady('A', { antenna: 2, rssiDbm: dbm, fromMs, toMs }),
  ];

  test('takes the hysteresis and the dwell', () => {
    const { events } = run(both(-48, 2000, 8000), 8000);
    expect(kinds(events)).toEqual(['arrived', 'moved']);
    expect(events[1]).toMatchObject({ from: 'dock', zone: 'hall' });
    expect(events[1]?.atMs).toBeGreaterThanOrEqual(3500);
    expect(kinds(run(both(-54, 2000, 8000), 8000).events)).toEqual(['arrived']);
    expect(kinds(run(both(-48, 2000, 3000), 8000).events)).toEqual(['arrived']);
  });

  test('follows at once, after the dwell, to where alone the tag is still heard', () => {
    const reads = [
      ...steady('A', { rssiDbm: -40 }),
      ...steady('A', { reader: 'q', rssiDbm: -66, fromMs: 2000, toMs: 6000 }),
    ];
    const { events, smoother } = run(reads, 6000);
    expect(events[1]).toMatchObject({ kind: 'moved', zone: 'hall', leadDb: null });
    expect(smoother.zoneOf('A')).toBe('hall');
  });
});

describe('a passage', () => {
  const portals = [{ name: 'door', outside: ['dock'], inside: ['hall'] }];
  const side = (antenna: number, fromMs: number) => [
    ...steady('A', { antenna, rssiDbm: -55, fromMs, toMs: fromMs + 500 }),
    ...steady('A', { antenna, rssiDbm: -42, fromMs: fromMs + 500, toMs: fromMs + 1000 }),
    ...steady('A', { antenna, rssiDbm: -55, fromMs: fromMs + 1000, toMs: fromMs + 1500 }),
  ];

  test('is told before the departure, with its evidence', () => {
    const { events } = run([...side(1, 0), ...side(2, 1000)], 20_000, { portals });
    expect(kinds(events).filter((kind) => kind === 'crossed')).toHaveLength(1);
    expect(kinds(events).slice(-2)).toEqual(['crossed', 'departed']);
    expect(events.at(-2)).toMatchObject({ portal: 'door', direction: 'in', epc: 'A' });
    expect(events.at(-2)).toHaveProperty('crossing.outsideReads', 15);
  });

  test('that was none is told as a turn, or left open; staying after a passage is no news', () => {
    const crossed = (reads: readonly DeliveredRead[]) =>
      run(reads, 40_000, { portals }).events.flatMap((event) =>
        event.kind === 'crossed' ? [event.direction] : [],
      );
    expect(crossed(side(1, 0))).toEqual(['turned-back']);
    expect(crossed(steady('A', { rssiDbm: -50, toMs: 10_000 }))).toEqual(['undecided']);
    const stay = steady('A', { antenna: 2, rssiDbm: -56, fromMs: 2500, toMs: 20_000 });
    expect(crossed([...side(1, 0), ...side(2, 1000), ...stay])).toEqual(['in']);
  });

  test('is told soon even if the tag stays, and the way back is told too', () => {
    const stay = steady('A', { antenna: 2, rssiDbm: -56, fromMs: 2500, toMs: 20_000 });
    const { events } = run([...side(1, 0), ...side(2, 1000), ...stay, ...side(1, 20_500)], 40_000, {
      portals,
    });
    const crossed = events.filter(({ kind }) => kind === 'crossed');
    expect(crossed.map((event) => 'direction' in event && event.direction)).toEqual(['in', 'out']);
    expect(crossed[0]?.atMs).toBeLessThan(6000);
  });
});

describe('doors side by side', () => {
  test('only the one that heard the passage best tells it', () => {
    const twoDoors = [
      ...points,
      { reader: 'n', antenna: 1, zone: 'next-dock' },
      { reader: 'n', antenna: 2, zone: 'next-hall' },
    ];
    const portals = [
      { name: 'next', outside: ['next-dock'], inside: ['next-hall'] },
      { name: 'door', outside: ['dock'], inside: ['hall'] },
    ];
    const pass = (reader: string, rssiDbm: number) => [
      ...steady('A', { reader, antenna: 1, rssiDbm }),
      ...steady('A', { reader, antenna: 2, rssiDbm, fromMs: 2000, toMs: 4000 }),
    ];
    const { events } = run([...pass('r', -45), ...pass('n', -55)], 20_000, { points: twoDoors, portals });
    const crossed = events.filter((event) => event.kind === 'crossed');
    expect(crossed.map(({ portal, direction }) => `${portal} ${direction}`)).toEqual(['door in']);
  });
});

describe('for want of room', () => {
  test('the oldest weak tags that have not arrived go first, and arrived ones depart in order', () => {
    const smoother = smootherOf({ maxTags: 16 });
    const events: SmoothingEvent[] = [];
    for (let at = 0; at < 8; at++) events.push(...smoother.read('r', tagRead(`P${at}`, 1, -60, 3), 0));
    for (let at = 0; at < 100; at++) events.push(...smoother.read('r', tagRead(`G${at}`, 1, -70), at));
    expect(smoother.counts).toMatchObject({ evictedUnproven: 92, evictedPresent: 0, arrived: 8 });
    for (let at = 0; at < 40; at++) events.push(...smoother.read('r', tagRead(`N${at}`, 1, -60, 3), 200));
    expect(smoother.tracked).toBe(16);
    expect(smoother.present).toBe(16);
    const departed = events.filter((event) => event.kind === 'departed');
    expect(departed).toHaveLength(32);
    expect(departed[0]).toMatchObject({ by: 'eviction' });
  });
});
