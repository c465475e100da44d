import type { JourneyView } from '../../central/insight/journey-view.ts';
import { at, kettle, scans, tea, white } from './journey-scans.ts';

const proof = (scanSeq: number, units: number) => ({ station: 'pack-1', seq: scanSeq + 1, scanSeq, units });

const goods = [
  { line: 1, sku: 'CUP-310-WHT', description: white, units: 8, unitPriceMinor: 1_250, discountBp: 500 },
  { line: 2, sku: 'TEA-ASM-250', description: tea, units: 2, unitPriceMinor: 1_490, discountBp: 0 },
  { line: 3, sku: 'KTL-090-STL', description: kettle, units: 1, unitPriceMinor: 6_900, discountBp: 0 },
];
const nets = [9_500, 2_980, 6_900];

/** A finished order as central would tell it, with freight, and paid. */
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
    {
      type: 'parcel.overridden',
      at: at('06:03:41'),
      summary: 'Parcel 2 sealed in spite of weight, approved by Vera: checked by hand',
      data: {
        station: 'pack-1',
        seq: 4726,
        parcel: 2,
        exceptions: ['weight'],
        reason: 'checked by hand',
        approvedBy: 'Vera',
      },
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
