import { z } from 'zod';

/** Money in minor units. */
const minor = z.number().int();
const count = z.number().int();
const itemUnits = z.strictObject({ line: count, sku: z.string(), units: count });

const milestoneKey = z.enum([
  'received',
  'credit',
  'released',
  'picking',
  'packed',
  'dispatched',
  'invoiced',
  'paid',
  'closed',
]);
export type MilestoneKey = z.output<typeof milestoneKey>;

const order = z.strictObject({
  number: z.string(),
  status: z.string(),
  channel: z.string(),
  site: z.string(),
  currency: z.string(),
  orderedOn: z.string(),
  promisedOn: z.string().nullable(),
  receivedAt: z.string(),
  customer: z.strictObject({ id: z.string(), name: z.string(), city: z.string(), country: z.string() }),
  shipTo: z.strictObject({
    name: z.string(),
    street: z.string(),
    city: z.string(),
    postalCode: z.string(),
    country: z.string(),
  }),
  netMinor: minor,
  freightMinor: minor,
  taxMinor: minor,
  grossMinor: minor,
});

const line = z.strictObject({
  line: count,
  sku: z.string(),
  description: z.string(),
  units: count,
  picked: count,
  packed: count,
  shipped: count,
  invoiced: count,
  /** Given up, and not taken back. */
  shorted: count,
  /** Of what was shipped, what came back. */
  returned: count,
  unitPriceMinor: minor,
  discountBp: count,
  netMinor: minor,
});
export type JourneyLine = z.output<typeof line>;

const credit = z.strictObject({
  at: z.string(),
  decision: z.enum(['approved', 'held']),
  limitMinor: minor,
  exposureMinor: minor,
  orderMinor: minor,
  reason: z.string(),
});
export type JourneyCredit = z.output<typeof credit>;

const scan = z.strictObject({
  site: z.string(),
  station: z.string(),
  seq: count,
  at: z.string(),
  operator: z.string().nullable(),
  raw: z.string(),
  verdict: z.string(),
  message: z.string(),
  line: count.nullable(),
  gtin: z.string().nullable(),
  lot: z.string().nullable(),
  serial: z.string().nullable(),
  /** Units that the facts of this scan confirmed; 0 for a refusal. */
  units: count,
  /** How the RFID tag was read; null for a barcode. */
  tag: z.strictObject({ epc: z.string(), reads: count, maxRssiDbm: z.number().nullable() }).nullable(),
});
export type JourneyScan = z.output<typeof scan>;

const parcel = z.strictObject({
  sscc: z.string(),
  sealedAt: z.string(),
  station: z.string(),
  /** With which it left. */
  shipment: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  /** When it was opened again, if it was: its SSCC is void since. */
  voidedAt: z.string().nullable(),
  /** How it stands by the newest that its carrier says; before that, by what was done here. */
  status: z.string(),
  statusAt: z.string(),
  /** Who took it, as the carrier says. */
  takenBy: z.string().nullable(),
  items: z.array(itemUnits),
});
export type JourneyParcel = z.output<typeof parcel>;

const shipment = z.strictObject({
  id: z.string(),
  at: z.string(),
  station: z.string(),
  seq: count,
  units: count,
  carrier: z.string().nullable(),
  load: z.string().nullable(),
  /** The promised day is over, and not all of it is delivered. */
  late: z.boolean(),
});

const proof = z.strictObject({ station: z.string(), seq: count, scanSeq: count, units: count });

const invoice = z.strictObject({
  number: z.string(),
  shipment: z.string(),
  issuedAt: z.string(),
  dueOn: z.string(),
  status: z.enum(['open', 'paid']),
  netMinor: minor,
  chargeMinor: minor,
  taxMinor: minor,
  grossMinor: minor,
  paidMinor: minor,
  paymentReference: z.string(),
  pdf: z.string(),
  lines: z.array(
    z.strictObject({
      line: count,
      kind: z.enum(['goods', 'charge']),
      description: z.string(),
      units: count,
      unitPriceMinor: minor,
      discountBp: count,
      netMinor: minor,
      taxRateBp: count,
      /** The picks that prove a goods line. */
      evidence: z.array(proof),
      /** The packs of what was picked by another scan, maybe at another station. */
      packs: z.array(proof),
    }),
  ),
});
export type JourneyInvoice = z.output<typeof invoice>;

const payment = z.strictObject({
  id: z.string(),
  bookedOn: z.string(),
  at: z.string(),
  amountMinor: minor,
  allocatedMinor: minor,
  invoice: z.string(),
  rule: z.string(),
  remittance: z.string(),
});
export type JourneyPayment = z.output<typeof payment>;

/** The journey of an order: everything from entry to closing, as `GET /v1/orders/:number/journey` answers it. */
export const journeyView = z.strictObject({
  v: z.literal(1),
  order,
  lines: z.array(line),
  credit: z.array(credit),
  /** Every scan that was made for this order, confirmed or refused, in order of time. */
  scans: z.array(scan),
  parcels: z.array(parcel),
  shipments: z.array(shipment),
  invoices: z.array(invoice),
  payments: z.array(payment),
  /** All that happened to it, as it became known: decisions, what was checked, printed and overridden, with the numbers behind. */
  history: z.array(
    z.strictObject({
      type: z.string(),
      at: z.string(),
      summary: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
  /** The milestones in order; `at` is null for one that has not been reached. */
  milestones: z.array(
    z.strictObject({
      key: milestoneKey,
      title: z.string(),
      detail: z.string(),
      at: z.string().nullable(),
    }),
  ),
});
export type JourneyView = z.output<typeof journeyView>;

/** An order in the list of `GET /v1/orders`. */
export const orderListItem = z.strictObject({
  number: z.string(),
  customer: z.string(),
  status: z.string(),
  orderedOn: z.string(),
  units: count,
  shippedUnits: count,
  grossMinor: minor,
  currency: z.string(),
});
export type OrderListItem = z.output<typeof orderListItem>;
