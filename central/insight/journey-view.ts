/** The journey of an order: everything from entry to closing, as `GET /v1/orders/:number/journey` answers it. Money in minor units. */
export interface JourneyView {
  readonly v: 1;
  readonly order: {
    readonly number: string;
    readonly status: string;
    readonly channel: string;
    readonly site: string;
    readonly currency: string;
    readonly orderedOn: string;
    readonly promisedOn: string | null;
    readonly receivedAt: string;
    readonly customer: {
      readonly id: string;
      readonly name: string;
      readonly city: string;
      readonly country: string;
    };
    readonly shipTo: {
      readonly name: string;
      readonly street: string;
      readonly city: string;
      readonly postalCode: string;
      readonly country: string;
    };
    readonly netMinor: number;
    readonly freightMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
  };
  readonly lines: readonly JourneyLine[];
  readonly credit: readonly JourneyCredit[];
  /** Every scan that was made for this order, confirmed or refused, in order of time. */
  readonly scans: readonly JourneyScan[];
  readonly parcels: readonly JourneyParcel[];
  readonly shipments: readonly {
    readonly id: string;
    readonly at: string;
    readonly station: string;
    readonly seq: number;
    readonly units: number;
  }[];
  readonly invoices: readonly JourneyInvoice[];
  readonly payments: readonly JourneyPayment[];
  /** All that happened to it, as it became known: decisions, what was checked, printed and overridden, with the numbers behind. */
  readonly history: readonly {
    readonly type: string;
    readonly at: string;
    readonly summary: string;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
  /** The milestones in order; `at` is null for one that has not been reached. */
  readonly milestones: readonly {
    readonly key: MilestoneKey;
    readonly title: string;
    readonly detail: string;
    readonly at: string | null;
  }[];
}

export type MilestoneKey =
  | 'received'
  | 'credit'
  | 'released'
  | 'picking'
  | 'packed'
  | 'dispatched'
  | 'invoiced'
  | 'paid'
  | 'closed';

export interface JourneyLine {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly units: number;
  readonly picked: number;
  readonly packed: number;
  readonly shipped: number;
  readonly invoiced: number;
  readonly unitPriceMinor: number;
  readonly discountBp: number;
  readonly netMinor: number;
}

export interface JourneyCredit {
  readonly at: string;
  readonly decision: 'approved' | 'held';
  readonly limitMinor: number;
  readonly exposureMinor: number;
  readonly orderMinor: number;
  readonly reason: string;
}

export interface JourneyScan {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly at: string;
  readonly operator: string | null;
  readonly raw: string;
  readonly verdict: string;
  readonly message: string;
  readonly line: number | null;
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  /** Units that the facts of this scan confirmed; 0 for a refusal. */
  readonly units: number;
  /** How the RFID tag was read; null for a barcode. */
  readonly tag: { readonly epc: string; readonly reads: number; readonly maxRssiDbm: number | null } | null;
}

export interface JourneyParcel {
  readonly sscc: string;
  readonly sealedAt: string;
  readonly station: string;
  readonly dispatchedAt: string | null;
  /** When it was opened again, if it was: its SSCC is void since. */
  readonly voidedAt: string | null;
  readonly items: readonly { readonly line: number; readonly sku: string; readonly units: number }[];
}

export interface JourneyInvoice {
  readonly number: string;
  readonly issuedAt: string;
  readonly dueOn: string;
  readonly status: 'open' | 'paid';
  readonly netMinor: number;
  readonly chargeMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
  readonly paidMinor: number;
  readonly paymentReference: string;
  readonly pdf: string;
  readonly lines: readonly {
    readonly line: number;
    readonly kind: 'goods' | 'charge';
    readonly description: string;
    readonly units: number;
    readonly unitPriceMinor: number;
    readonly discountBp: number;
    readonly netMinor: number;
    readonly taxRateBp: number;
    /** The picks that prove a goods line. */
    readonly evidence: readonly JourneyProof[];
    /** The packs of what was picked by another scan, maybe at another station. */
    readonly packs: readonly JourneyProof[];
  }[];
}

interface JourneyProof {
  readonly station: string;
  readonly seq: number;
  readonly scanSeq: number;
  readonly units: number;
}

export interface JourneyPayment {
  readonly id: string;
  readonly bookedOn: string;
  readonly at: string;
  readonly amountMinor: number;
  readonly allocatedMinor: number;
  readonly invoice: string;
  readonly rule: string;
  readonly remittance: string;
}

/** An order in the list of `GET /v1/orders`. */
export interface OrderListItem {
  readonly number: string;
  readonly customer: string;
  readonly status: string;
  readonly orderedOn: string;
  readonly units: number;
  readonly shippedUnits: number;
  readonly grossMinor: number;
  readonly currency: string;
}
