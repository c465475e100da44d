import type { LastScan, ScreenLine, ScreenView } from '../../edge/fulfilment/screen-view.ts';

/** Views of one station at six in the morning, as its agent would give them. */
const minute = 60_000;
const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

function line(
  number: number,
  sku: string,
  name: string,
  units: number,
  done: number,
  packs: [string, string, number][],
): ScreenLine {
  const state = done === units ? 'done' : done > 0 ? 'partial' : 'todo';
  const barcodes = packs.map(([gtin, level, perScan]) => ({ gtin, level, units: perScan }));
  return { line: number, sku, name, units, done, shorted: 0, state, barcodes };
}

const queue: ScreenView['queue'] = {
  total: 14,
  next: [
    ['SO-10418', 'Kaffeehaus am Dom', 24, 3],
    ['SO-10419', 'Librería del Puerto', 6, 2],
    ['SO-10421', 'Atelier Nordlys', 41, 9],
    ['SO-10422', 'Casa Almeida & Filhos', 12, 4],
    ['SO-10423', 'Brouwerij De Zon', 96, 5],
    ['SO-10425', 'Mercearia Central', 18, 6],
    ['SO-10427', 'Hotel Lindenhof', 60, 7],
    ['SO-10428', 'Studio Kvist', 3, 1],
  ].map(([order, customer, units, lines], index) => ({
    order: String(order),
    customer: String(customer),
    units: Number(units),
    lines: Number(lines),
    status: index === 3 ? 'on_hold' : 'released',
  })),
};

export const idleView: ScreenView = {
  v: 1,
  revision: 1,
  site: 'porto',
  station: 'pack-1',
  operator: 'Ana Reis',
  phase: 'idle',
  prompt: 'Scan an order',
  order: null,
  activity: null,
  actions: [],
  wants: {},
  language: 'en',
  role: 'operator',
  printing: 0,
  notPrinted: [],
  last: null,
  queue,
  link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: ago(2 * minute) },
  devices: [{ id: 'scanner-1', kind: 'scanner', state: 'connected' }],
};

export const emptyView: ScreenView = { ...idleView, operator: null, queue: { total: 0, next: [] } };

const lines: ScreenLine[] = [
  line(1, 'CUP-310-WHT', 'Stoneware cup 310 ml, white', 12, 12, [
    ['04012345000016', 'each', 1],
    ['14012345000013', 'case', 6],
  ]),
  line(2, 'CUP-310-BLU', 'Stoneware cup 310 ml, harbour blue', 12, 7, [
    ['04012345000023', 'each', 1],
    ['14012345000020', 'case', 6],
  ]),
  line(3, 'TEA-ASM-250', 'Assam loose leaf, 250 g', 4, 0, [['04012345000115', 'each', 1]]),
  line(4, 'FLT-102-100', 'Paper filters no. 102, box of 100', 6, 0, [['04012345000207', 'each', 1]]),
  line(5, 'KTL-090-STL', 'Gooseneck kettle 0.9 l, steel', 1, 1, [['04012345000306', 'each', 1]]),
];

export const partialScan: LastScan = {
  seq: 4711,
  at: ago(4_000),
  raw: '4012345000023',
  verdict: 'item_confirmed',
  tone: 'ok',
  message: 'Stoneware cup 310 ml, harbour blue',
  line: 2,
};

/** What can be done with an open parcel. */
const packActions: ScreenView['actions'] = [
  { code: 'PP:UNDO', label: 'Undo', tone: 'plain' },
  { code: 'PP:SEAL', label: 'Seal parcel', tone: 'primary' },
  { code: 'PP:SHORT', label: 'Ship short', tone: 'danger' },
];

const packActivity: ScreenView['activity'] = {
  kind: 'pack',
  parcel: 2,
  stage: 'filling',
  packaging: 'BOX-M',
  expected: { grams: 3_120, toleranceGrams: 156 },
  weighing: null,
  tags: null,
  photographed: false,
  checks: [],
  overriding: null,
  suggestion: [{ packaging: 'BOX-M', name: 'Box M, 400 x 300 x 200', units: 23 }],
  packagings: [{ packaging: 'BOX-M', name: 'Box M, 400 x 300 x 200' }],
  totes: null,
  sealed: [{ parcel: 1, sscc: '340123450000000018', grams: 4_410, packaging: 'BOX-M', copies: 1 }],
};

export const pickingView: ScreenView = {
  ...idleView,
  revision: 20,
  phase: 'picking',
  activity: packActivity,
  actions: packActions,
  prompt: 'Scan 5 x Stoneware cup 310 ml, harbour blue',
  order: {
    number: 'SO-10417',
    customer: 'Kontor Hansen',
    shipTo: 'Kontor Hansen, Speicherstraße 8, 20457 Hamburg, Germany',
    unitsDone: 20,
    unitsTotal: 35,
    lines,
    openParcelUnits: 8,
    parcels: [{ sscc: '340123450000000018', units: 12, scanned: false }],
  },
  last: partialScan,
  link: { ...idleView.link, unacknowledged: 3, oldestUnacknowledgedAt: ago(2_000) },
};

export const refusedView: ScreenView = {
  ...pickingView,
  revision: 21,
  last: {
    seq: 4712,
    at: ago(1_000),
    raw: ']C1010401234500043010LOT7\x1d21A93',
    verdict: 'refused_not_on_order',
    tone: 'error',
    message: 'Milk jug 500 ml does not belong to order SO-10417. Put it back.',
    line: null,
  },
};

export const doneLineView: ScreenView = {
  ...pickingView,
  revision: 22,
  last: { ...partialScan, seq: 4713, line: 1, message: 'Stoneware cup 310 ml, white' },
};

export const sealedView: ScreenView = {
  ...pickingView,
  revision: 30,
  phase: 'sealed',
  prompt: 'Scan the label of parcel 1',
  actions: [
    { code: 'PP:REOPEN', label: 'Reopen parcel', tone: 'plain' },
    { code: 'PP:REPRINT', label: 'Reprint label', tone: 'plain' },
  ],
  order: {
    ...(pickingView.order ?? raise()),
    unitsDone: 35,
    lines: lines.map((each) => ({ ...each, done: each.units, state: 'done' })),
    openParcelUnits: 0,
    parcels: [
      { sscc: '340123450000000018', units: 12, scanned: false },
      { sscc: '340123450000000025', units: 23, scanned: true },
    ],
  },
  last: {
    ...partialScan,
    seq: 4730,
    tone: 'done',
    verdict: 'parcel_sealed',
    message: 'Order SO-10417 is complete. Stick the label 340123450000000025 on the parcel and scan it.',
    line: 4,
  },
};

export const offlineView: ScreenView = {
  ...pickingView,
  revision: 23,
  operator: null,
  link: {
    connected: false,
    unacknowledged: 38,
    oldestUnacknowledgedAt: ago(26 * minute),
    workAsOf: ago(27 * minute),
  },
  devices: [{ id: 'scanner-1', kind: 'scanner', state: 'disconnected', detail: 'the port vanished' }],
};

function raise(): never {
  throw new Error('the fixture has no order');
}

/** The last parcel is full, and has to be weighed and looked at before its seal. */
export const checkingView: ScreenView = {
  ...pickingView,
  revision: 40,
  prompt: 'Put parcel 2 on the scale',
  order: {
    ...(pickingView.order ?? raise()),
    unitsDone: 35,
    lines: lines.map((each) => ({ ...each, done: each.units, state: 'done' })),
    openParcelUnits: 23,
  },
  activity: {
    ...packActivity,
    stage: 'checking',
    checks: [{ check: 'weight', state: 'missing', blocks: true }],
  },
  actions: [
    { code: 'PP:UNDO', label: 'Undo', tone: 'plain' },
    { code: 'PP:SEAL', label: 'Seal parcel', tone: 'primary' },
  ],
  last: {
    ...partialScan,
    seq: 4729,
    raw: '4012345000207',
    line: 4,
    message: 'Paper filters no. 102, box of 100. The order is complete: weigh the parcel.',
  },
  wants: { weight: true, photo: true },
};

/** A driver brought goods and has it signed. */
export const signatureView: ScreenView = {
  ...idleView,
  prompt: 'Have the visit signed',
  wants: { signature: true },
};

export const pinView: ScreenView = {
  ...emptyView,
  prompt: 'Enter the PIN of Ana Reis',
  wants: { pin: true },
};

/** A walk with two totes, the goods of one stop in the hand. */
export const walkView: ScreenView = {
  ...idleView,
  revision: 60,
  phase: 'other',
  prompt: 'Put 2 into tote T-104',
  activity: {
    kind: 'pick',
    task: 'P-318',
    mode: 'cluster',
    zone: 'B',
    orders: 2,
    unitsDone: 9,
    unitsShorted: 1,
    unitsTotal: 31,
    stop: {
      location: 'B-07-3',
      sku: 'TEA-ASM-250',
      product: 'Assam loose leaf, 250 g',
      lot: 'A93',
      expiry: '2027-04-30',
      units: 3,
      parts: [
        { order: 'SO-10418', tote: 'T-104', units: 2 },
        { order: 'SO-10419', tote: 'T-105', units: 1 },
      ],
      barcodes: [{ gtin: '04012345000115', level: 'each', units: 1 }],
    },
    located: true,
    hand: { product: 'Assam loose leaf, 250 g', units: 2, tote: 'T-104' },
    approval: null,
    pin: false,
    next: [
      stopAt('B-08-1', 'FLT-102-100', 'Paper filters no. 102, box of 100', 6),
      stopAt('B-11-2', 'CUP-310-WHT', 'Stoneware cup 310 ml, white', 12),
    ],
    stopsLeft: 3,
    totes: [
      { tote: 'T-104', order: 'SO-10418', units: 6 },
      { tote: 'T-105', order: 'SO-10419', units: 3 },
    ],
    stopped: [],
    last: [{ product: 'Gooseneck kettle 0.9 l, steel', units: 1, tote: 'T-105' }],
  },
  actions: [
    { code: 'PP:UNDO', label: 'Undo', tone: 'plain' },
    { code: 'PP:SKIP', label: 'Skip', tone: 'plain' },
    { code: 'PP:SHORT:STOCK_OUT', label: 'Stock-out', tone: 'danger' },
    { code: 'PP:SHORT:NOT_LOCATED', label: 'Cannot find it', tone: 'danger' },
    { code: 'PP:SHORT:DAMAGED', label: 'Damaged', tone: 'danger' },
    { code: 'PP:HAND_OVER', label: 'Hand over', tone: 'plain' },
  ],
  last: {
    ...partialScan,
    seq: 4801,
    verdict: 'item_confirmed',
    line: null,
    message: 'Assam loose leaf, 250 g. Put it into T-104.',
  },
};

function stopAt(location: string, sku: string, product: string, units: number) {
  const parts = [{ order: 'SO-10418', tote: 'T-104', units }];
  return { location, sku, product, lot: null, expiry: null, units, parts, barcodes: [] };
}

/** Parcels on the vehicle of a carrier, one of them to be put aside. */
export const loadView: ScreenView = {
  ...idleView,
  revision: 70,
  phase: 'other',
  prompt: 'Scan the next parcel for DHL',
  activity: {
    kind: 'ship',
    load: 'DHL-20260309-1',
    carrier: 'DHL',
    unloading: false,
    parcels: 41,
    units: 388,
    orders: 37,
    latest: [
      { sscc: '340123450000000025', order: 'SO-10417', parcel: 2 },
      { sscc: '340123450000000018', order: 'SO-10417', parcel: 1 },
    ],
    stopped: { sscc: '340123450000000032', order: 'SO-10411', reason: 'address in question' },
    foreignTags: 2,
  },
  actions: [
    { code: 'PP:CLOSE_LOAD', label: 'Close the load', tone: 'primary' },
    { code: 'PP:UNLOAD', label: 'Take a parcel off', tone: 'plain' },
  ],
};

/** Other kinds of work, each as far as its panel shows. */
const countView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Scan everything at L-B-07-3',
  activity: {
    kind: 'count',
    count: 'C-19',
    location: 'L-B-07-3',
    rows: [
      { sku: 'TEA-ASM-250', name: 'Assam loose leaf, 250 g', lot: 'A93', counted: 14, expected: 16 },
      {
        sku: 'FLT-102-100',
        name: 'Paper filters no. 102, box of 100',
        lot: null,
        counted: 0,
        expected: null,
      },
    ],
    unknownTags: 1,
  },
  actions: [{ code: 'PP:COMPLETE', label: 'Finish the count', tone: 'primary' }],
};

const returnView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Say how it is, then scan it',
  activity: {
    kind: 'return',
    return: 'R-77',
    order: 'SO-10311',
    condition: 'opened',
    disposition: null,
    lines: [
      { line: 1, sku: 'CUP-310-WHT', name: 'Stoneware cup 310 ml, white', left: 11, received: 1 },
      { line: 2, sku: 'KTL-090-STL', name: 'Gooseneck kettle 0.9 l, steel', left: 1, received: 0 },
    ],
  },
  actions: [
    { code: 'PP:CONDITION:AS_NEW', label: 'As new', tone: 'plain' },
    { code: 'PP:CONDITION:OPENED', label: 'Opened', tone: 'plain' },
    { code: 'PP:CONDITION:DAMAGED', label: 'Damaged', tone: 'plain' },
    { code: 'PP:CONDITION:EXPIRED', label: 'Expired', tone: 'plain' },
    { code: 'PP:DONE', label: 'Done', tone: 'primary' },
  ],
};

const serviceView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Begin the visit',
  activity: {
    kind: 'service',
    order: 'SO-10500',
    customer: 'Hotel Lindenhof',
    address: 'Seeuferweg 4, 88131 Lindau, Germany',
    appointment: { from: '2026-03-09T08:00:00.000Z', to: '2026-03-09T10:00:00.000Z' },
    startedAt: null,
    signing: false,
    lines: [{ line: 1, sku: 'SRV-DESCALE', name: 'Descale the espresso machine', units: 1 }],
  },
  actions: [{ code: 'PP:START', label: 'Begin', tone: 'primary' }],
};

const wallView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Put it into W-02 and scan the slot',
  activity: {
    kind: 'wall',
    task: 'B-12',
    wall: 'WALL-1',
    tote: 'T-220',
    unitsDone: 18,
    unitsTotal: 40,
    hand: { product: 'Assam loose leaf, 250 g', units: 2, slot: 'W-02' },
    slots: [
      { slot: 'W-01', order: 'SO-10418', unitsDone: 12, unitsTotal: 12, state: 'complete', missing: [] },
      { slot: 'W-02', order: 'SO-10419', unitsDone: 4, unitsTotal: 6, state: 'partial', missing: [] },
      { slot: 'W-03', order: 'SO-10422', unitsDone: 2, unitsTotal: 12, state: 'stopped', missing: [] },
    ],
    last: [{ product: 'Gooseneck kettle 0.9 l, steel', units: 1, slot: 'W-01' }],
  },
};

/** A station that hears of the whole floor, with a printer that is out of paper. */
const floorView: ScreenView = {
  ...idleView,
  printing: 2,
  notPrinted: [{ document: 'parcel_label', subject: '340123450000000018', reason: 'out of paper' }],
  floor: {
    tasks: [
      { task: 'P-318', mode: 'cluster', zone: 'B', status: 'open', orders: 12, stops: 34 },
      { task: 'P-319', mode: 'zone', status: 'handed_over', orders: 1, stops: 1, after: 'P-318' },
    ],
    loads: [{ load: 'DHL-20260309-1', carrier: 'DHL', door: '4', parcels: 41 }],
    counts: [{ count: 'C-19', location: 'L-B-07-3', trigger: 'short' }],
  },
  actions: [
    { code: 'PP:LOAD:DHL', label: 'Load DHL', tone: 'primary' },
    { code: 'PP:LOAD:UPS', label: 'Load UPS', tone: 'primary' },
    { code: 'PP:RETURN', label: 'Return', tone: 'plain' },
    { code: 'PP:COUNT', label: 'Count', tone: 'plain' },
    { code: 'PP:SIGN_OUT', label: 'Sign out', tone: 'plain' },
  ],
};

export const otherViews: Readonly<Record<string, ScreenView>> = {
  count: countView,
  return: returnView,
  service: serviceView,
  wall: wallView,
  floor: floorView,
};
