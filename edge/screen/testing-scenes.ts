import { buildSscc } from '../../protocols/gs1/sscc.ts';
import type { ParcelDocument, ProgressDocument, ToteDocument } from '../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { Language } from '../../protocols/wire/work/site-rules.ts';
import { PickStation, stop, task } from '../fulfilment/pick/testing-walk.ts';
import { screenOf } from '../fulfilment/screen.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { eachOf, milk, order, salt, tea } from '../fulfilment/testing-station.ts';
import { unknownFloor } from '../fulfilment/work-view.ts';

/** Goods, people and places whose names are as long as real ones. */
const coffee = {
  ...tea,
  name: 'Kaffee Äthiopien Sidamo, ganze Bohne, kräftig geröstet, 250 g',
  tagged: true,
};
const filter = { ...milk, name: 'Papierfilter Nr. 4, ungebleicht, 100 Stück' };
const mug = {
  ...salt,
  name: 'Becher aus Steinzeug, blau glasiert, 0,3 l',
  substitutes: [filter.sku],
  capture: { lot: true, expiry: true, serial: false },
};
const goods = [coffee, filter, mug].map((product) => ({
  ...product,
  packagings: product.packagings.map((one) => ({
    ...one,
    grams: 250 * one.units,
    lengthMm: 80,
    widthMm: 60,
    heightMm: 50,
  })),
}));

export const scanned = { coffee: eachOf(coffee), filter: eachOf(filter), mug: eachOf(mug) };
const packagings = ['S', 'M', 'L'].map((size, index) => ({
  ...{ packaging: `BOX-${size}`, name: `Versandkarton ${size}, zweiwellig`, tareGrams: 90 + index * 60 },
  ...{ lengthMm: 200 + index * 100, widthMm: 150 + index * 50, heightMm: 100 + index * 50, maxGrams: 8_000 },
}));
const sscc = (serial: number) => buildSscc(3, '9521234', serial) ?? '';
const parcelLabel = (serial: number) => `00${sscc(serial)}`;
const customer = {
  customer: { id: 'C-1', name: 'Kaffeerösterei am Domplatz GmbH & Co. KG' },
  shipTo: {
    name: 'Kaffeerösterei am Domplatz GmbH & Co. KG',
    street: 'Lange Reihe an der Alten Börse 114',
    city: 'Mönchengladbach',
    postalCode: '41061',
    country: 'DE',
  },
};

type Rules = object;
type Lines = Parameters<typeof order> extends [string, ...infer Rest] ? Rest : never;

function ordered(number: string, ...lines: Lines): OrderDocument {
  return { ...order(number, ...lines), ...customer };
}

/** A station at which every kind of work can be begun. */
class Scene extends PickStation {
  constructor(rules: Rules, language: Language) {
    super({ ...rules, language });
    this.products = goods;
    this.equipment = { printer: true, scale: true, tagReader: true };
    this.release(ordered('SO-104417', [coffee, 3], [filter, 2], [mug, 1]));
    this.release(ordered('SO-104418', [coffee, 6]));
    this.release({ ...ordered('SV-2201', [mug, 1]), kind: 'service', appointment: noon });
    for (const location of ['L-A-01-03', 'L-B-12-01', 'L-C-02-07']) {
      const contents = [{ sku: coffee.sku, units: 20 }];
      this.locations.set(location, { location, walk: 1, contents });
    }
    for (const [badge, role] of [
      ['Ana', 'operator'],
      ['Vera', 'supervisor'],
    ] as const) {
      this.people.set(badge, { badge, name: badge === 'Ana' ? 'Anastasia Reis-Lindenthal' : 'Vera', role });
    }
    this.scan('PP:BADGE:Ana');
  }

  view(): ScreenView {
    const queue = [...this.orders.values()].map(({ document }) => ({
      ...{ order: document.order, customer: document.customer.name },
      ...{ units: 6, lines: document.lines.length, status: 'released' as const },
    }));
    return screenOf(this.state, this.work, {
      ...{ revision: this.log.length, site: 'hamburg', station: 'Packtisch-12' },
      queue: { total: queue.length, next: queue },
      link: {
        connected: true,
        unacknowledged: 0,
        oldestUnacknowledgedAt: null,
        workAsOf: this.at,
        workAgeMs: 9e4,
      },
      devices: [
        { id: 'scanner-1', kind: 'scanner', state: 'connected' },
        { id: 'printer-1', kind: 'printer', state: 'connected' },
      ],
    });
  }
}

const noon = { from: '2026-03-01T11:00:00.000Z', to: '2026-03-01T13:00:00.000Z' };

function walking(language: Language): Scene {
  const rules = {
    pick: { confirm: 'location_and_item', short: { approval: true } },
    pack: { from: 'picked' },
  };
  const at = new Scene(rules, language);
  const stops = [
    stop('L-A-01-03', coffee, [
      ['SO-104417', 1, 3],
      ['SO-104418', 1, 6],
    ]),
    stop('L-B-12-01', filter, [['SO-104417', 2, 2]]),
    stop('L-C-02-07', mug, [['SO-104417', 3, 1]]),
  ];
  at.give(task('W17-3', 'cluster', stops));
  return at;
}

function sorting(language: Language): Scene {
  const at = new Scene({ waves: { mode: 'put_to_wall' }, pack: { from: 'picked' } }, language);
  const slots = ['SO-104417', 'SO-104418'].map((number, index) => ({
    slot: `W-${index + 1}`,
    order: number,
  }));
  const stops = [
    stop('L-A-01-03', coffee, [
      ['SO-104417', 1, 3],
      ['SO-104418', 1, 6],
    ]),
    stop('L-B-12-01', filter, [['SO-104417', 2, 2]]),
  ];
  at.give(
    task('W18-1', 'batch', stops, {
      status: 'closed',
      wall: { wall: 'W', slots },
      totes: [{ tote: 'T-140' }],
    }),
  );
  const tote: ToteDocument = { tote: 'T-140', order: null, task: 'W18-1', status: 'picked', items: [] };
  at.totes.set('T-140', tote);
  return at;
}

function packing(language: Language, pack: object = {}): Scene {
  const pick = { substitution: { lot: 'approve', item: 'approve' } };
  return new Scene({ pick, pack: { label: 'print', ...pack } }, language);
}

const checks = { weight: 'require', tags: 'require', photo: 'require', packagings, sealWhenComplete: false };

function fromTotes(language: Language): Scene {
  const at = packing(language, { from: 'picked' });
  const progress = {
    ...{ order: 'SO-104417', stations: [], lines: [], serials: [], nextParcel: 1 },
    totes: ['T-101', 'T-102'],
  } satisfies ProgressDocument;
  const items = [{ line: 1, sku: coffee.sku, units: 3 }];
  const tote = { tote: 'T-101', order: 'SO-104417', status: 'picked', items } satisfies ToteDocument;
  at.totes.set('T-101', tote).set('T-102', { ...tote, tote: 'T-102', status: 'filling', items: [] });
  at.floor = { ...at.floor, progress: () => progress };
  return at;
}

function loading(language: Language): Scene {
  const carriers = ['NORDPAKET', 'STADTRAD'].map((carrier) => ({ carrier, name: `${carrier} Express` }));
  const at = new Scene({ ship: { by: 'load', carriers } }, language);
  const parcels = [1, 2, 3].map(
    (serial): ParcelDocument => ({
      ...{ sscc: sscc(serial), order: 'SO-104418', parcel: serial, status: 'sealed' },
      ...{ station: 'pack-2' as ParcelDocument['station'], items: [{ line: 1, sku: coffee.sku, units: 2 }] },
    }),
  );
  const lines = [{ line: 1, picked: 6, packed: 6, shipped: 0, shorted: 0 }];
  const progress = { order: 'SO-104418', stations: [], lines, serials: [], nextParcel: 4 };
  at.floor = {
    ...unknownFloor,
    parcel: (label) => parcels.find((one) => one.sscc === label),
    progress: (number) => (number === 'SO-104418' ? progress : undefined),
  };
  return at;
}

function returning(language: Language): Scene {
  const at = new Scene({}, language);
  const lines = [3, 2, 1].map((units, index) => ({
    ...{ line: index + 1, picked: units, packed: units, shipped: units, shorted: 0 },
  }));
  const progress = { order: 'SO-104417', stations: [], lines, serials: [], nextParcel: 2 };
  at.floor = { ...unknownFloor, progress: () => progress };
  return at;
}

type Begin = (language: Language) => Scene;
const { coffee: c, filter: f, mug: m } = scanned;
const mugs = `01${m}17280630102403-A`;
const all = [c, c, c, f, f, mugs];

/** Each state of each kind of work that a person meets, by what was scanned before. */
const beginnings: readonly (readonly [name: string, begin: Begin, ...scans: readonly string[]])[] = [
  ['idle', packing],
  ['idle, of a site with loads', loading],
  ['pack: opened', packing, 'SO-104417'],
  ['pack: begun', packing, 'SO-104417', c],
  ['pack: refused', packing, 'SO-104417', c, m],
  ['pack: a substitute', packing, 'SO-104417', c, c, c, f, f, f],
  ['pack: no packaging yet', (language) => packing(language, checks), 'SO-104417', c],
  [
    'pack: sealing',
    (language) => packing(language, checks),
    'SO-104417',
    'PP:PACKAGING:BOX-M',
    ...all,
    'PP:SEAL',
  ],
  [
    ...['pack: overriding', (language: Language) => packing(language, checks)],
    ...['SO-104417', 'PP:PACKAGING:BOX-M', ...all, 'PP:SEAL', 'PP:OVERRIDE:checked by hand'],
  ] as unknown as readonly [string, Begin, ...string[]],
  ['pack: sealed', packing, 'SO-104417', ...all],
  ['pack: from a tote', fromTotes, 'T-101'],
  ['pack: short', packing, 'SO-104417', c, 'PP:SHORT'],
  ['walk: totes wanted', walking, 'W17-3'],
  ['walk: to a location', walking, 'W17-3', 'T-101', 'T-102'],
  ['walk: at the location', walking, 'W17-3', 'T-101', 'T-102', 'L-A-01-03'],
  ['walk: in the hand', walking, 'W17-3', 'T-101', 'T-102', 'L-A-01-03', c],
  ['walk: wrong tote', walking, 'W17-3', 'T-101', 'T-102', 'L-A-01-03', c, 'T-102'],
  ['walk: a short to be approved', walking, 'W17-3', 'T-101', 'T-102', 'L-A-01-03', 'PP:SHORT:NOT_LOCATED'],
  ['wall: opened', sorting, 'T-140'],
  ['wall: in the hand', sorting, 'T-140', c],
  ['wall: wrong slot', sorting, 'T-140', c, 'W-2'],
  ['load: opened', loading, 'PP:LOAD:NORDPAKET'],
  ['load: loaded', loading, 'PP:LOAD:NORDPAKET', 'D-1', parcelLabel(1), parcelLabel(2)],
  ['load: unloading', loading, 'PP:LOAD:NORDPAKET', parcelLabel(1), 'PP:UNLOAD'],
  ['return: asked', packing, 'PP:RETURN'],
  ['return: begun', returning, 'PP:RETURN:SO-104417'],
  ['return: an item', returning, 'PP:RETURN:SO-104417', 'PP:CONDITION:damaged', c],
  ['count: asked', packing, 'PP:COUNT'],
  ['count: begun', packing, 'PP:COUNT:L-A-01-03'],
  ['count: counted', packing, 'PP:COUNT:L-A-01-03', c, 'PP:ENTER:12', f],
  ['service: opened', packing, 'SV-2201'],
  ['service: started', packing, 'SV-2201', 'PP:START'],
  ['service: to be signed', packing, 'SV-2201', 'PP:START', 'PP:COMPLETE'],
];

export const sceneNames: readonly string[] = beginnings.map(([name]) => name);

/** A station in the state of that name. */
export function scene(name: string, language: Language = 'en'): Scene {
  const found = beginnings.find(([one]) => one === name);
  if (found === undefined) throw new Error(`no scene ${name}`);
  const [, begin, ...scans] = found;
  const at = begin(language);
  for (const code of scans) at.scan(code);
  return at;
}
