import type { ScreenView } from '../../../edge/fulfilment/screen-view.ts';

/** Views of one station at six in the morning, as its agent would give them. */
export const minute = 60_000;
export const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();

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
  place: null,
  phase: 'idle',
  prompt: 'Scan an order',
  order: null,
  activity: null,
  actions: [],
  undo: [],
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

export const pinView: ScreenView = {
  ...emptyView,
  prompt: 'Enter the PIN of Ana Reis',
  wants: { pin: true },
};

/** A station that hears of the whole floor, with a printer that is out of paper. */
export const floorView: ScreenView = {
  ...idleView,
  place: 'TABLE-2',
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
