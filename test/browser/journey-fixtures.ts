import type { JourneyScan, JourneyView, OrderListItem } from '../../central/insight/journey-view.ts';

/** A finished order as central would tell it: three goods lines, two parcels, one refusal on the way, freight, paid. */
const dayOf = '2026-03-09';
const at = (time: string) => `${dayOf}T${time}.000Z`;

interface Read {
  readonly time: string;
  readonly seq: number;
  readonly raw: string;
  readonly verdict: string;
  readonly message: string;
  readonly line?: number;
  readonly gtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly units?: number;
  readonly tag?: JourneyScan['tag'];
}

function scan(read: Read): JourneyScan {
  return {
    site: 'porto',
    station: 'pack-1',
    seq: read.seq,
    at: at(read.time),
    operator: 'Ana Reis',
    raw: read.raw,
    verdict: read.verdict,
    message: read.message,
    line: read.line ?? null,
    gtin: read.gtin ?? null,
    lot: read.lot ?? null,
    serial: read.serial ?? null,
    units: read.units ?? 0,
    tag: read.tag ?? null,
  };
}

const item = 'item_confirmed';
const white = 'Stoneware cup 310 ml, white';
const tea = 'Assam loose leaf, 250 g';
const kettle = 'Gooseneck kettle 0.9 l, steel';

const scans: JourneyScan[] = [
  scan({
    time: '06:02:11',
    seq: 4703,
    raw: 'SO-10417',
    verdict: 'order_opened',
    message: 'Order SO-10417 for Kontor Hansen.',
  }),
  scan({
    time: '06:02:24',
    seq: 4705,
    raw: '14012345000013',
    verdict: item,
    message: `${white}: 6 of 8`,
    line: 1,
    units: 6,
  }),
  scan({
    time: '06:02:31',
    seq: 4708,
    raw: '4012345000016',
    verdict: item,
    message: `${white}: 7 of 8`,
    line: 1,
    units: 1,
  }),
  scan({
    time: '06:02:33',
    seq: 4711,
    raw: '4012345000016',
    verdict: item,
    message: `${white}: 8 of 8`,
    line: 1,
    units: 1,
  }),
  scan({
    time: '06:02:40',
    seq: 4714,
    raw: '4012345000436',
    verdict: 'refused_not_on_order',
    message: 'Milk jug 500 ml does not belong to order SO-10417. Put it back.',
  }),
  scan({
    time: '06:02:58',
    seq: 4715,
    raw: 'PP:SEAL',
    verdict: 'parcel_sealed',
    message: 'Parcel 1 is sealed.',
  }),
  scan({
    time: '06:03:12',
    seq: 4717,
    raw: ']C1010401234500011510A24-117\x1d17270131',
    verdict: item,
    message: `${tea}: 1 of 2`,
    line: 2,
    lot: 'A24-117',
    units: 1,
  }),
  scan({
    time: '06:03:15',
    seq: 4720,
    raw: ']C1010401234500011510A24-117\x1d17270131',
    verdict: item,
    message: `${tea}: 2 of 2`,
    line: 2,
    lot: 'A24-117',
    units: 1,
  }),
  scan({
    time: '06:03:29',
    seq: 4723,
    raw: 'https://id.gs1.org/01/04012345000306/21/KT-000318',
    verdict: 'parcel_sealed',
    message: 'Order SO-10417 is complete.',
    line: 3,
    serial: 'KT-000318',
    units: 1,
    tag: { epc: '3674F4C0D4A0C4A5A96A6C0C60C58E00000000000000000000', reads: 14, maxRssiDbm: -46 },
  }),
  scan({
    time: '06:03:48',
    seq: 4727,
    raw: '00340123450000000018',
    verdict: 'parcel_checked',
    message: 'The label of parcel 1 is right.',
  }),
  scan({
    time: '06:03:52',
    seq: 4728,
    raw: '00340123450000000025',
    verdict: 'shipment_dispatched',
    message: 'Order SO-10417 is dispatched.',
  }),
];

const proof = (scanSeq: number, units: number) => ({ station: 'pack-1', seq: scanSeq + 1, scanSeq, units });

const goods = [
  { line: 1, sku: 'CUP-310-WHT', description: white, units: 8, unitPriceMinor: 1_250, discountBp: 500 },
  { line: 2, sku: 'TEA-ASM-250', description: tea, units: 2, unitPriceMinor: 1_490, discountBp: 0 },
  { line: 3, sku: 'KTL-090-STL', description: kettle, units: 1, unitPriceMinor: 6_900, discountBp: 0 },
];
const nets = [9_500, 2_980, 6_900];

export const closedJourney: JourneyView = {
  v: 1,
  order: {
    number: 'SO-10417',
    status: 'closed',
    channel: 'web shop',
    site: 'porto',
    currency: 'EUR',
    orderedOn: '2026-03-08',
    promisedOn: '2026-03-10',
    receivedAt: '2026-03-08T19:41:07.000Z',
    customer: { id: 'C-204', name: 'Kontor Hansen', city: 'Hamburg', country: 'Germany' },
    shipTo: {
      name: 'Kontor Hansen',
      street: 'Speicherstraße 8',
      city: 'Hamburg',
      postalCode: '20457',
      country: 'Germany',
    },
    netMinor: 19_380,
    freightMinor: 690,
    taxMinor: 3_456,
    grossMinor: 23_526,
  },
  lines: goods.map((line, index) => ({
    ...line,
    picked: line.units,
    packed: line.units,
    shipped: line.units,
    invoiced: line.units,
    shorted: index === 0 ? 2 : 0,
    returned: index === 1 ? 1 : 0,
    netMinor: nets[index] ?? 0,
  })),
  credit: [
    {
      at: '2026-03-08T19:41:08.000Z',
      decision: 'approved',
      limitMinor: 250_000,
      exposureMinor: 81_240,
      orderMinor: 23_526,
      reason: 'The order fits into what is left of the limit.',
    },
  ],
  scans,
  parcels: [
    {
      sscc: '340123450000000018',
      sealedAt: at('06:02:58'),
      station: 'pack-1',
      shipment: 'SO-10417/1',
      dispatchedAt: at('06:03:52'),
      voidedAt: null,
      status: 'delivered',
      statusAt: '2026-03-11T09:14:00.000Z',
      takenBy: 'K. Hansen',
      items: [{ line: 1, sku: 'CUP-310-WHT', units: 8 }],
    },
    {
      sscc: '340123450000000025',
      sealedAt: at('06:03:29'),
      station: 'pack-1',
      shipment: 'SO-10417/1',
      dispatchedAt: at('06:03:52'),
      voidedAt: null,
      status: 'exception',
      statusAt: '2026-03-11T09:20:00.000Z',
      takenBy: null,
      items: [
        { line: 2, sku: 'TEA-ASM-250', units: 2 },
        { line: 3, sku: 'KTL-090-STL', units: 1 },
      ],
    },
  ],
  shipments: [
    {
      ...{ id: 'SO-10417/1', at: at('06:03:52'), station: 'pack-1', seq: 4729, units: 11 },
      ...{ carrier: 'DHL', load: 'LD-7', late: true },
    },
  ],
  history: [
    {
      type: 'parcel.weighed',
      at: at('06:03:40'),
      summary: 'Parcel 2 weighs 3,120 g, 3,104 g were expected.',
      data: { station: 'pack-1', seq: 4725 },
    },
    ...[
      ['pick.shorted', '06:03:41', '2 of CUP-310-WHT are short (not located).'],
      ['pick.short_undone', '06:03:42', '1 of CUP-310-WHT are not short after all.'],
      ['pick.shorted', '06:03:43', '1 of CUP-310-WHT are short (not located).'],
      ['carrier.delivered', '09:14:00', 'DHL: parcel 340123450000000018 is delivered, taken by K. Hansen.'],
      [
        'carrier.exception',
        '09:20:00',
        'DHL: parcel 340123450000000025 has met trouble on its way: address not found.',
      ],
      ['return.received', '10:02:00', '1 of TEA-ASM-250 came back (opened): quarantine.'],
    ].map(([type = '', time = '', summary = '']) => ({ type, at: at(time), summary, data: {} })),
  ],
  invoices: [
    {
      number: 'RE-2026-000812',
      shipment: 'SO-10417/1',
      issuedAt: at('06:03:53'),
      dueOn: '2026-04-08',
      status: 'paid',
      netMinor: 19_380,
      chargeMinor: 690,
      taxMinor: 3_456,
      grossMinor: 23_526,
      paidMinor: 23_526,
      paymentReference: 'RF42 2026 0008 12',
      pdf: '/v1/invoices/RE-2026-000812/pdf',
      lines: [
        ...goods.map((line, index) => ({
          line: line.line,
          kind: 'goods' as const,
          description: line.description,
          units: line.units,
          unitPriceMinor: line.unitPriceMinor,
          discountBp: line.discountBp,
          netMinor: nets[index] ?? 0,
          taxRateBp: index === 1 ? 700 : 1_900,
          evidence:
            [
              [proof(4705, 6), proof(4708, 1), proof(4711, 1)],
              [proof(4717, 1), proof(4720, 1)],
              [proof(4723, 1)],
            ][index] ?? [],
          packs: [],
        })),
        {
          line: 4,
          kind: 'charge' as const,
          description: 'Freight',
          units: 1,
          unitPriceMinor: 690,
          discountBp: 0,
          netMinor: 690,
          taxRateBp: 1_900,
          packs: [],
          evidence: [],
        },
      ],
    },
  ],
  payments: [
    {
      id: 'stmt-41/3',
      bookedOn: '2026-03-27',
      at: '2026-03-27T07:10:00.000Z',
      amountMinor: 23_526,
      allocatedMinor: 23_526,
      invoice: 'RE-2026-000812',
      rule: 'exact_reference_and_amount',
      remittance: 'RF42 2026 0008 12 Kontor Hansen',
    },
  ],
  milestones: [
    { key: 'received', title: 'Received', detail: 'from the web shop', at: '2026-03-08T19:41:07.000Z' },
    {
      key: 'credit',
      title: 'Credit approved',
      detail: '1,452.34 EUR left of the limit',
      at: '2026-03-08T19:41:08.000Z',
    },
    { key: 'released', title: 'Released', detail: 'to porto', at: '2026-03-08T19:41:08.000Z' },
    { key: 'picking', title: 'Picking begun', detail: 'at pack-1 by Ana Reis', at: at('06:02:11') },
    { key: 'packed', title: 'Packed', detail: '11 units in 2 parcels', at: at('06:03:29') },
    { key: 'dispatched', title: 'Dispatched', detail: '2 parcels', at: at('06:03:52') },
    { key: 'invoiced', title: 'Invoiced', detail: 'RE-2026-000812', at: at('06:03:53') },
    { key: 'paid', title: 'Paid', detail: 'in full', at: '2026-03-27T07:10:00.000Z' },
    { key: 'closed', title: 'Closed', detail: 'delivered and paid', at: '2026-03-27T07:10:01.000Z' },
  ],
};

/** The same order while it waits for a station. */
export const releasedJourney: JourneyView = {
  ...closedJourney,
  order: { ...closedJourney.order, number: 'SO-10418', status: 'released' },
  lines: closedJourney.lines.map((line) => ({ ...line, picked: 0, packed: 0, shipped: 0, invoiced: 0 })),
  scans: [],
  parcels: [],
  shipments: [],
  invoices: [],
  payments: [],
  milestones: closedJourney.milestones.map((milestone, index) =>
    index < 3 ? milestone : { ...milestone, detail: '', at: null },
  ),
};

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
      description: 'Invoice RE-2026-000812',
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
        ...{ line: 2, sku: 'TEA-ASM-250', units: 1, lot: null, expiry: null, serial: null, location: null },
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
        ...{ line: 1, sku: 'KETTLE-08', units: 4, lot: null, expiry: null, serial: null, location: 'A-03' },
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
        ...{ line: 1, sku: 'FILTER-100', units: 1, lot: null, expiry: null, serial: null, location: null },
        ...{ condition: 'damaged', disposition: 'scrap', station: 'returns-1', seq: 300 + nth },
        ...{ at: '2026-03-21T08:59:00.000Z', credited: [{ invoice: `RE-2026-1${nth}`, units: 1 }] },
      },
    ],
  })),
];
