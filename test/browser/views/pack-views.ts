import type { LastScan, ScreenLine, ScreenView } from '../../../edge/fulfilment/screen-view.ts';
import { ago, idleView, minute } from './desk-views.ts';

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
    openParcel: 2,
    parcels: [{ parcel: 1, sscc: '340123450000000018', units: 12, scanned: false }],
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
    openParcel: 3,
    parcels: [
      { parcel: 1, sscc: '340123450000000018', units: 12, scanned: false },
      { parcel: 2, sscc: '340123450000000025', units: 23, scanned: true },
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

/** A network, and a gateway that takes nothing. */
export const notAdmittedView: ScreenView = {
  ...pickingView,
  revision: 24,
  link: { ...offlineView.link, refused: { code: 'STATION_NOT_ADMITTED' } },
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
    openParcel: 1,
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
