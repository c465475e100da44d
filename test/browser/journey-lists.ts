import type { OrderListItem } from '../../central/insight/journey-view.ts';
import { at, dayOf } from './journey-scans.ts';

export const invoiceTaxes = {
  terms: 'Payable within 30 days without deduction.',
  taxes: [
    { category: 'S', rateBp: 1_900, baseMinor: 17_090, taxMinor: 3_247 },
    { category: 'S', rateBp: 700, baseMinor: 2_980, taxMinor: 209 },
  ],
};

const customers = [
  'Kontor Hansen',
  'Kaffeehaus am Dom',
  'Librería del Puerto',
  'Atelier Nordlys',
  'Brouwerij De Zon',
];
const statuses = [
  'closed',
  'released',
  'in_fulfilment',
  'on_credit_hold',
  'dispatched',
  'received',
  'back_ordered',
];

export const orderItems: OrderListItem[] = Array.from({ length: 64 }, (_, index) => {
  const units = 3 + ((index * 7) % 40);
  const status = index === 17 ? 'closed' : (statuses[index % statuses.length] ?? 'closed');
  return {
    number: `SO-${10_400 + index}`,
    customer: customers[(index + 3) % customers.length] ?? '',
    status,
    orderedOn: `2026-03-0${1 + Math.floor(index / 8)}`,
    units,
    shippedUnits: status === 'closed' || status === 'dispatched' ? units : 0,
    grossMinor: 4_590 + ((index * 8_731) % 90_000),
    currency: 'EUR',
  };
});

export const invoiceItems = [
  {
    number: 'RE-2026-000812',
    order: 'SO-10417',
    customer: { id: 'C-204', name: 'Kontor Hansen' },
    status: 'paid',
    issuedOn: dayOf,
    dueOn: '2026-04-08',
    currency: 'EUR',
    grossMinor: 23_526,
    openMinor: 0,
  },
  {
    number: 'RE-2026-000790',
    order: 'SO-10409',
    customer: { id: 'C-118', name: 'Kaffeehaus am Dom' },
    status: 'open',
    issuedOn: '2026-02-02',
    dueOn: '2026-03-04',
    currency: 'EUR',
    grossMinor: 123_450,
    openMinor: 123_450,
  },
];

export const paymentItems = [
  {
    ...{ id: 'ST-31/1', bookedOn: '2026-03-12', amountMinor: 23_526, currency: 'EUR', direction: 'credit' },
    ...{ debtor: 'Kontor Hansen', remittance: 'RE-2026-000812', status: 'matched', reason: '' },
    allocations: [{ invoice: 'RE-2026-000812', amountMinor: 23_526, rule: 'reference_and_amount' }],
  },
  {
    ...{ id: 'ST-31/2', bookedOn: '2026-03-13', amountMinor: 9_900, currency: 'EUR', direction: 'credit' },
    ...{ debtor: 'Atelier Nordlys', remittance: 'thank you', status: 'unmatched', allocations: [] },
    reason: 'The remittance names no invoice.',
  },
];

export const journalPage = {
  v: 1,
  items: [
    {
      number: 1,
      onDate: dayOf,
      at: at('06:03:53'),
      kind: 'invoice',
      reference: 'RE-2026-000812',
      about: ['SO-10417'],
      description: 'Invoice RE-2026-000812 for order SO-10417',
      lines: [
        { account: '1200', debitMinor: 23_526, creditMinor: 0, customer: 'C-204' },
        { account: '4000', debitMinor: 0, creditMinor: 20_070, customer: null },
        { account: '2200', debitMinor: 0, creditMinor: 3_456, customer: null },
      ],
    },
  ],
  next: null,
  totals: { entries: 1, debitMinor: 23_526, creditMinor: 23_526 },
  accounts: [
    { account: '1200', name: 'Receivables', debitMinor: 23_526, creditMinor: 0, balanceMinor: 23_526 },
    { account: '4000', name: 'Sales', debitMinor: 0, creditMinor: 20_070, balanceMinor: -20_070 },
    { account: '2200', name: 'Output tax', debitMinor: 0, creditMinor: 3_456, balanceMinor: -3_456 },
  ],
};

export const returnItems = [
  {
    return: 'R-SO-10417-88',
    site: 'porto',
    order: 'SO-10417',
    customer: { id: 'C-204', name: 'Kontor Hansen' },
    currency: 'EUR',
    closedAt: '2026-03-19T10:02:00.000Z',
    toCreditMinor: 1_594,
    credits: [
      {
        ...{ invoice: 'RE-2026-000812', netMinor: 1_490, taxMinor: 104, grossMinor: 1_594 },
        taxes: [{ category: 'S', rateBp: 700, baseMinor: 1_490, taxMinor: 104 }],
      },
    ],
    lines: [
      {
        ...{
          line: 2,
          sku: 'TEA-ASM-250',
          units: 1,
          excess: 0,
          lot: null,
          expiry: null,
          serial: null,
          location: null,
        },
        ...{ condition: 'opened', disposition: 'quarantine', station: 'returns-1', seq: 212 },
        ...{ at: '2026-03-19T10:01:30.000Z', credited: [{ invoice: 'RE-2026-000812', units: 1 }] },
      },
    ],
  },
  {
    return: 'R-SO-10409-12',
    site: 'porto',
    order: 'SO-10409',
    customer: { id: 'C-118', name: 'Café Aurora' },
    currency: 'EUR',
    closedAt: '2026-03-20T15:40:00.000Z',
    toCreditMinor: 8_925,
    credits: [
      {
        ...{ invoice: 'RE-2026-000790', netMinor: 5_000, taxMinor: 950, grossMinor: 5_950 },
        taxes: [{ category: 'S', rateBp: 1_900, baseMinor: 5_000, taxMinor: 950 }],
      },
      {
        ...{ invoice: 'RE-2026-000801', netMinor: 2_500, taxMinor: 475, grossMinor: 2_975 },
        taxes: [{ category: 'S', rateBp: 1_900, baseMinor: 2_500, taxMinor: 475 }],
      },
    ],
    lines: [
      {
        ...{
          line: 1,
          sku: 'KETTLE-08',
          units: 4,
          excess: 0,
          lot: null,
          expiry: null,
          serial: null,
          location: 'A-03',
        },
        ...{ condition: 'as_new', disposition: 'restock', station: 'returns-1', seq: 240 },
        at: '2026-03-20T15:38:10.000Z',
        credited: [
          { invoice: 'RE-2026-000790', units: 2 },
          { invoice: 'RE-2026-000801', units: 1 },
        ],
      },
    ],
  },
  ...Array.from({ length: 300 }, (_, nth) => ({
    return: `R-B-${nth}`,
    site: 'porto',
    order: `SO-2${String(nth).padStart(4, '0')}`,
    customer: { id: 'C-118', name: 'Café Aurora' },
    currency: 'EUR',
    closedAt: '2026-03-21T09:00:00.000Z',
    toCreditMinor: 595,
    credits: [
      {
        ...{ invoice: `RE-2026-1${nth}`, netMinor: 500, taxMinor: 95, grossMinor: 595 },
        taxes: [{ category: 'S', rateBp: 1_900, baseMinor: 500, taxMinor: 95 }],
      },
    ],
    lines: [
      {
        ...{
          line: 1,
          sku: 'FILTER-100',
          units: 1,
          excess: 0,
          lot: null,
          expiry: null,
          serial: null,
          location: null,
        },
        ...{ condition: 'damaged', disposition: 'scrap', station: 'returns-1', seq: 300 + nth },
        ...{ at: '2026-03-21T08:59:00.000Z', credited: [{ invoice: `RE-2026-1${nth}`, units: 1 }] },
      },
    ],
  })),
];

export const exceptionItem = {
  ...{ site: 'porto', station: 'pack-2', seq: 98, code: 'SHIPMENT_KNOWN', type: 'shipment.dispatched' },
  message: 'Shipment SO-10417/1 was dispatched before.',
  ...{ at: '2026-03-19T11:20:00.000Z', order: 'SO-10417', settled: null },
};
