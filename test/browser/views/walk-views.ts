import type { ScreenView } from '../../../edge/fulfilment/screen-view.ts';
import { idleView } from './desk-views.ts';
import { partialScan } from './pack-views.ts';

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
  },
  undo: [
    'Assam loose leaf, 250 g in the hand',
    '1 x Gooseneck kettle 0.9 l, steel into T-105',
    'Missing: 1 x Stoneware cup 310 ml, harbour blue',
    'T-105 for SO-10419',
  ],
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

export const wallView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Put it into W-02 and scan the slot',
  actions: [
    { code: 'PP:UNDO', label: 'Undo', tone: 'plain' },
    { code: 'PP:SIGN_OUT', label: 'Sign out', tone: 'plain' },
  ],
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
