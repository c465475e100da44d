import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { taskDocument } from '../../../protocols/wire/floor.ts';
import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import { defaultRules, type SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import { departures } from './choose-orders.ts';
import { nextLocalTime } from './local-time.ts';
import { planWave, type WaveInput } from './plan-wave.ts';

const skus = ['TEA', 'CUP', 'POT'];

function orderOf(
  order: string,
  lines: readonly { sku: string; units: number; lot?: string }[],
): OrderDocument {
  return {
    order,
    status: 'released',
    customer: { id: 'C', name: 'C' },
    shipTo: { name: '', street: '', city: '', postalCode: '', country: '' },
    promised: null,
    lines: lines.map((line, index) => ({ line: index + 1, name: line.sku, ...line })),
  };
}

const line = fc.record(
  {
    sku: fc.constantFrom(...skus),
    units: fc.integer({ min: 1, max: 9 }),
    lot: fc.constantFrom('A', 'B'),
  },
  { requiredKeys: ['sku', 'units'] },
);
const orders = fc
  .array(fc.array(line, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
  .map((all) => all.map((lines, index) => orderOf(`SO-${index}`, lines)));
const location = fc.record(
  {
    walk: fc.nat(20),
    zone: fc.constantFrom('A', 'B'),
    contents: fc.array(
      fc.record(
        {
          sku: fc.constantFrom(...skus),
          units: fc.nat(12),
          lot: fc.constantFrom('A', 'B'),
          expiry: fc.constantFrom('2027-01-31', '2027-06-30'),
        },
        { requiredKeys: ['sku', 'units'] },
      ),
      { maxLength: 4 },
    ),
  },
  { requiredKeys: ['walk', 'contents'] },
);
const locations: fc.Arbitrary<LocationDocument[]> = fc
  .array(location, { maxLength: 6 })
  .map((all) => all.map((made, index) => ({ location: `L-${index}`, ...made })));
const rules: fc.Arbitrary<SiteRules['waves']> = fc.record({
  mode: fc.constantFrom('cluster', 'zone', 'put_to_wall'),
  ordersPerTask: fc.integer({ min: 1, max: 4 }),
  ordersPerWave: fc.integer({ min: 1, max: 10 }),
});
const input: fc.Arbitrary<WaveInput> = fc.record({ rules, orders, locations }).map((made) => ({
  ...made,
  number: 7,
  reserved: [],
  slots: Array.from({ length: 20 }, (_, index) => `W-${index + 1}`),
}));

/** Adds up, by whatever names them. */
function sum(entries: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [name, units] of entries) sums[name] = (sums[name] ?? 0) + units;
  return sums;
}

const stopsOf = (wave: ReturnType<typeof planWave>) => wave.tasks.flatMap(({ stops }) => stops);

describe('a wave', () => {
  test('has every unit of its orders in exactly one part, and no order twice', () => {
    fc.assert(
      fc.property(input, (given) => {
        const wave = planWave(given);
        expect(new Set(wave.orders).size).toBe(wave.orders.length);
        expect(wave.orders.length).toBe(Math.min(given.orders.length, given.rules.ordersPerWave));
        const taken = given.orders.filter(({ order }) => wave.orders.includes(order));
        const wanted = taken.flatMap(({ order, lines }) =>
          lines.map(({ line: number, sku, units }) => [`${order} ${number} ${sku}`, units] as const),
        );
        const parts = stopsOf(wave).flatMap(({ sku, parts: all }) =>
          all.map((part) => [`${part.order} ${part.line} ${sku}`, part.units] as const),
        );
        expect(sum(parts)).toEqual(sum(wanted));
        for (const task of wave.tasks) taskDocument.parse(task);
      }),
    );
  });

  test('takes no more from a place than lies there, only the lot that was asked for, and the same for the same input', () => {
    fc.assert(
      fc.property(input, (given) => {
        const wave = planWave(given);
        expect(planWave(given)).toEqual(wave);
        const books = sum([...given.locations].flatMap(contentsOf));
        const taken = sum(
          stopsOf(wave).flatMap(({ location: place, sku, lot, expiry, parts }) =>
            place === undefined
              ? []
              : [
                  [
                    `${place} ${sku} ${lot} ${expiry}`,
                    parts.reduce((all, part) => all + part.units, 0),
                  ] as const,
                ],
          ),
        );
        for (const [place, units] of Object.entries(taken))
          expect(units).toBeLessThanOrEqual(books[place] ?? 0);
        for (const { lot, parts } of stopsOf(wave)) {
          for (const { order, line: number } of parts) {
            const wanted = given.orders.find((one) => one.order === order)?.lines[number - 1]?.lot;
            if (wanted !== undefined) expect(lot).toBe(wanted);
          }
        }
      }),
    );
  });

  test('walks from low to high, and a second one does not take the same units', () => {
    fc.assert(
      fc.property(input, (given) => {
        const walkOf = new Map([...given.locations].map(({ location: name, walk }) => [name, walk]));
        const wave = planWave(given);
        for (const { stops } of wave.tasks) {
          const walks = stops.map((stop) => walkOf.get(stop.location ?? '') ?? Number.MAX_SAFE_INTEGER);
          expect(walks).toEqual([...walks].sort((a, b) => a - b));
        }
        const second = planWave({ ...given, number: 8, reserved: stopsOf(wave) });
        const books = sum([...given.locations].flatMap(contentsOf));
        const both = sum(
          [...stopsOf(wave), ...stopsOf(second)].flatMap(({ location: place, sku, lot, expiry, parts }) =>
            place === undefined
              ? []
              : parts.map((part) => [`${place} ${sku} ${lot} ${expiry}`, part.units] as const),
          ),
        );
        for (const [place, units] of Object.entries(both))
          expect(units).toBeLessThanOrEqual(books[place] ?? 0);
      }),
    );
  });

  test('in zones is one task after the other, and for a wall gives each order a slot of its own', () => {
    const places: LocationDocument[] = [
      { location: 'L-9', zone: 'B', walk: 9, contents: [{ sku: 'CUP', units: 5 }] },
      { location: 'L-1', zone: 'A', walk: 1, contents: [{ sku: 'TEA', units: 5 }] },
    ];
    const two = [
      orderOf('SO-1', [
        { sku: 'CUP', units: 1 },
        { sku: 'TEA', units: 1 },
      ]),
      orderOf('SO-2', [{ sku: 'TEA', units: 1 }]),
    ];
    const plan = (mode: SiteRules['waves']['mode']) =>
      planWave({
        number: 1,
        rules: { ...defaultRules.waves, mode },
        orders: two,
        locations: places,
        reserved: [],
        slots: ['W-1', 'W-2'],
      }).tasks;
    expect(plan('zone')).toMatchObject([
      { task: 'W1-1', zone: 'A', orders: ['SO-1', 'SO-2'] },
      { task: 'W1-2', zone: 'B', orders: ['SO-1'], after: 'W1-1' },
    ]);
    expect(plan('put_to_wall')).toMatchObject([
      {
        mode: 'batch',
        wall: {
          wall: 'W',
          slots: [
            { slot: 'W-1', order: 'SO-1' },
            { slot: 'W-2', order: 'SO-2' },
          ],
        },
      },
    ]);
  });
});

const contentsOf = ({ location: place, contents }: LocationDocument) =>
  contents.map(({ sku, lot, expiry, units }) => [`${place} ${sku} ${lot} ${expiry}`, units] as const);

test('the vehicle that leaves first is served first, then priority, promised day and number', () => {
  const rulesOf = (carriers: SiteRules['ship']['carriers']) => ({
    ...defaultRules,
    ship: { ...defaultRules.ship, carriers },
  });
  const site = {
    name: 'Berlin',
    gs1CompanyPrefix: '4012345',
    timeZone: 'Europe/Berlin',
    rules: rulesOf([
      { carrier: 'DHL', name: 'DHL', cutOff: '17:30' },
      { carrier: 'UPS', name: 'UPS', cutOff: '12:00' },
    ]),
  };
  const candidate = (
    order: string,
    carrier: string | undefined,
    priority = 5,
    promised: string | null = null,
  ) => ({
    order,
    carrier,
    priority,
    promised,
  });
  const all = [
    candidate('SO-1', undefined, 0),
    candidate('SO-3', 'DHL'),
    candidate('SO-2', 'DHL'),
    candidate('SO-4', 'DHL', 5, '2026-01-06'),
    candidate('SO-5', 'DHL', 1),
    candidate('SO-6', 'UPS'),
  ];
  // 13:00 in Berlin: UPS has left and comes again tomorrow.
  const found = departures(all, site, Date.parse('2026-01-05T12:00:00Z'));
  expect(
    found.map(({ carrier, cutOffMs }) => [carrier, cutOffMs && new Date(cutOffMs).toISOString()]),
  ).toEqual([
    ['DHL', '2026-01-05T16:30:00.000Z'],
    ['UPS', '2026-01-06T11:00:00.000Z'],
    [undefined, null],
  ]);
  expect(found[0]?.orders.map(({ order }) => order)).toEqual(['SO-5', 'SO-4', 'SO-2', 'SO-3']);
});

test('a cut-off keeps its local time when the clocks are set, and an unknown zone has none', () => {
  // Berlin goes to summer time on 2026-03-29: 17:30 is 16:30 UTC the day before and 15:30 UTC that day.
  const evening = Date.parse('2026-03-28T20:00:00Z');
  expect(new Date(nextLocalTime(evening, '17:30', 'Europe/Berlin') ?? 0).toISOString()).toBe(
    '2026-03-29T15:30:00.000Z',
  );
  expect(nextLocalTime(evening, '17:30', 'Nowhere/Else')).toBeNull();
});
