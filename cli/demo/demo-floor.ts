import { demoProducts, demoStock } from './demo-data.ts';

/** Who works at the demo company: a supervisor agrees to what one person alone may not do. */
export const demoPeople = [
  { badge: 'Ana', person: { name: 'Ana', role: 'operator' } },
  { badge: 'Jonas', person: { name: 'Jonas', role: 'operator' } },
  { badge: 'Vera', person: { name: 'Vera', role: 'supervisor' } },
] as const;

/** Harbour parcels go with one carrier, those of the town with the other: the wrong load can be tried. */
export const demoCarriers = [
  { carrier: 'NORDPAKET', name: 'Nordpaket', cutOff: '17:30' },
  { carrier: 'STADTRAD', name: 'Stadtrad', cutOff: '15:00' },
] as const;

export const demoTimeZone = 'Europe/Berlin';

const pick = { substitution: { lot: 'approve', item: 'approve' } };
const papers = { label: 'print', slip: 'print' };
const carriers = demoCarriers;

/** How a site works whose orders are picked into their parcels at the station; a supervisor decides on substitutes. */
const stationRules = { pick, pack: papers, ship: { by: 'station', carriers } };

/** Nothing leaves whose weight, tags and photo do not fit what was scanned. */
const checkedRules = {
  ...stationRules,
  pack: { ...papers, weight: 'require', tags: 'require', photo: 'require' },
};

function walked(mode: 'cluster' | 'zone' | 'put_to_wall') {
  return {
    ...{ claims: { mode: 'lease' }, waves: { mode, ordersPerTask: 3 } },
    pick: { ...pick, confirm: 'location_and_item' },
    pack: { ...papers, from: 'picked' },
    ship: { by: 'load', carriers },
  };
}

/** Ways in which the demo site can work, to be chosen on the simulator's page. The first holds from the start. */
export const demoWays = [
  {
    id: 'station',
    title: 'At the station',
    note: 'An order is picked into its parcel; its label sends it off.',
    rules: stationRules,
  },
  {
    id: 'checked',
    title: 'Weighed, read, photographed',
    note: 'Scale, tag reader and camera check each parcel before its label.',
    rules: checkedRules,
  },
  {
    id: 'walk',
    title: 'Walks',
    note: 'One walk for several orders into totes, then packing, then loads.',
    rules: walked('cluster'),
  },
  {
    id: 'zones',
    title: 'Zones',
    note: 'Coffee, tea and the rest are walks of their own; totes are handed over.',
    rules: walked('zone'),
  },
  {
    id: 'wall',
    title: 'Put-to-wall',
    note: 'One walk for all, sorted into the slots of a wall.',
    rules: walked('put_to_wall'),
  },
] as const;

export const demoRules = stationRules;

const zones: Readonly<Record<string, string>> = { COF: 'A', TEA: 'B', ACC: 'C' };

interface DemoLocation {
  readonly location: string;
  readonly zone: string;
  readonly walk: number;
  readonly contents: readonly { sku: string; units: number; lot?: string; expiry?: string }[];
}

/**
 * Where the opening stock lies: a place for each product, in the zones coffee (A), tea (B) and the rest (C). The matcha lies at
 * two places, of two lots, so that the older one has to go first.
 *
 * @param year of the first start, so that the lots of a demo never expire
 */
export function demoLocations(year: number): DemoLocation[] {
  const next: Record<string, number> = {};
  return demoStock
    .filter(({ units }) => units > 0)
    .flatMap(({ sku, units }) => {
      const zone = zones[sku.slice(0, 3)] ?? 'C';
      return lotsOf(sku, units, year).map((content) => {
        const place = (next[zone] ?? 0) + 1;
        next[zone] = place;
        // Zone by zone, as the zones lie one behind the other.
        const walk = zone.charCodeAt(0) * 1_000 + place * 10;
        const location = `L-${zone}-${String(place).padStart(2, '0')}`;
        return { location, zone, walk, contents: [content] };
      });
    });
}

function lotsOf(sku: string, units: number, year: number): DemoLocation['contents'] {
  if (sku !== 'TEA-MAT-30') return [{ sku, units }];
  const half = units / 2;
  return [
    { sku, units: half, lot: 'M-1', expiry: `${year + 1}-06-30` },
    { sku, units: half, lot: 'M-2', expiry: `${year + 2}-06-30` },
  ];
}

const code = (text: string, title: string, note: string) => ({ text, title, note });
const numbered = (prefix: string, count: number, title: string, note: string) =>
  Array.from({ length: count }, (_, index) => {
    const text = `${prefix}${index + 1}`;
    return code(text, text, `${title}, ${note}`);
  });

/** What hangs about at the site to be scanned, beside goods and orders. */
export function demoCodes(year: number) {
  return [
    ...demoPeople.map(({ person: { name, role } }) =>
      code(`PP:BADGE:${name}`, name, role === 'supervisor' ? 'badge of a supervisor' : 'staff badge'),
    ),
    ...demoLocations(year).map(({ location, contents: [held] }) =>
      code(location, location, `location of ${held?.sku ?? 'nothing'}`),
    ),
    ...numbered('T-', 8, 'tote', 'empty'),
    ...numbered('W-', 4, 'slot', 'of the wall'),
    ...numbered('D-', 2, 'door', 'of the dock'),
    ...substitutes(),
  ];
}

/** Goods that no order asks for, and that may go in place of others. */
function substitutes() {
  return demoProducts
    .filter(({ sku }) => sku === 'ACC-FIL-080')
    .map(({ name, packagings: [single] }) => code(single?.gtin ?? '', name, 'in place of those of 100'));
}
