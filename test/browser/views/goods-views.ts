import type { ScreenView } from '../../../edge/fulfilment/screen-view.ts';
import { idleView } from './desk-views.ts';

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
    door: 'D-4',
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
    { code: 'PP:STOP', label: 'Put aside', tone: 'primary' },
    { code: 'PP:CLOSE_LOAD', label: 'Close the load', tone: 'plain' },
    { code: 'PP:UNLOAD', label: 'Take a parcel off', tone: 'plain' },
  ],
};

/** Other kinds of work, each as far as its panel shows. */
export const countView: ScreenView = {
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
  undo: ['14 x Assam loose leaf, 250 g'],
  actions: [
    { code: 'PP:DONE', label: 'Finish the count', tone: 'primary' },
    { code: 'PP:UNDO', label: 'Undo', tone: 'plain' },
    {
      code: 'PP:ENTER',
      label: 'Type the quantity',
      tone: 'plain',
      asks: 'How many of Assam loose leaf, 250 g are there?',
    },
  ],
};

export const returnView: ScreenView = {
  ...idleView,
  phase: 'other',
  prompt: 'Say how it is, then scan it',
  activity: {
    kind: 'return',
    return: 'R-77',
    order: 'SO-10311',
    condition: 'opened',
    disposition: null,
    location: 'L-RET-02',
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
