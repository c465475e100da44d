import type { FloorTables } from './floor-schema.ts';

/**
 * Central's tables as Kysely sees them. Money is integer minor units of `currency`, rates are basis points (1900 = 19 %),
 * instants are ISO 8601 UTC text, dates are ISO 8601 text, JSON is text. Only types that SQLite and PostgreSQL share are used; numbers
 * are drawn from `number_series` inside the transaction, never from a database sequence, so that they are gapless.
 */
export interface Database extends FloorTables {
  customers: CustomersTable;
  products: ProductsTable;
  product_packagings: ProductPackagingsTable;
  stock: StockTable;
  stock_movements: StockMovementsTable;
  orders: OrdersTable;
  order_lines: OrderLinesTable;
  order_events: OrderEventsTable;
  credit_decisions: CreditDecisionsTable;
  work_documents: WorkDocumentsTable;
  facts: FactsTable;
  fact_heads: FactHeadsTable;
  fact_conflicts: FactConflictsTable;
  fact_exceptions: FactExceptionsTable;
  exception_settlements: ExceptionSettlementsTable;
  station_keys: StationKeysTable;
  signed_heads: SignedHeadsTable;
  invoices: InvoicesTable;
  invoice_lines: InvoiceLinesTable;
  invoice_taxes: InvoiceTaxesTable;
  invoice_line_evidence: InvoiceLineEvidenceTable;
  journal_entries: JournalEntriesTable;
  journal_lines: JournalLinesTable;
  account_totals: AccountTotalsTable;
  bank_statements: BankStatementsTable;
  payments: PaymentsTable;
  payment_allocations: PaymentAllocationsTable;
  number_series: NumberSeriesTable;
  settings: SettingsTable;
  invoice_pack_evidence: InvoiceLineEvidenceTable;
}

interface CustomersTable {
  id: string;
  name: string;
  contact: string | null;
  street: string;
  city: string;
  postal_code: string;
  country: string;
  vat_id: string | null;
  email: string | null;
  currency: string;
  credit_limit_minor: number;
  payment_terms_days: number;
  created_at: string;
  updated_at: string;
}

interface ProductsTable {
  sku: string;
  name: string;
  unit_price_minor: number;
  currency: string;
  tax_category: string;
  tax_rate_bp: number;
  created_at: string;
  updated_at: string;
  /** JSON of what stations have to know beyond barcodes; null if there is nothing. */
  details: string | null;
}

/** Every barcode of a product; `units` says how many sales units it stands for. `gtin` has 14 digits. */
interface ProductPackagingsTable {
  gtin: string;
  sku: string;
  level: string;
  units: number;
  grams: number | null;
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
}

interface StockTable {
  site: string;
  sku: string;
  on_hand: number;
  reserved: number;
}

/** Append-only; `on_hand` is their sum. */
interface StockMovementsTable {
  id: number;
  site: string;
  sku: string;
  units: number;
  reason: string;
  reference: string | null;
  at: string;
}

/**
 * status: received | on_credit_hold | back_ordered | released | in_fulfilment | dispatched | closed | cancelled.
 * A dispatched order closes when nothing more of it will come and its invoices are paid. held_by: credit | person, whoever stopped it; null if nobody did. A
 * station that began before it heard of the hold makes the order in_fulfilment, and it is held all the same.
 * uninvoiced_minor: what is still to be invoiced of it, for credit; what was short is not.
 */
interface OrdersTable {
  number: string;
  customer_id: string;
  site: string;
  channel: string;
  status: string;
  currency: string;
  customer_reference: string | null;
  ordered_on: string;
  promised_on: string | null;
  ship_to: string;
  net_minor: number;
  freight_minor: number;
  tax_minor: number;
  gross_minor: number;
  received_at: string;
  released_at: string | null;
  dispatched_at: string | null;
  closed_at: string | null;
  held_by: string | null;
  uninvoiced_minor: number;
  /** JSON: kind, priority, carrier and the like, as the order document has them; null if there is nothing. */
  details: string | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  /** The order whose rest this one is. */
  back_order_of: string | null;
}

/** picked, packed and shipped are derived from facts alone. */
interface OrderLinesTable {
  order_number: string;
  line: number;
  sku: string;
  description: string;
  units: number;
  unit_price_minor: number;
  discount_bp: number;
  tax_category: string;
  tax_rate_bp: number;
  net_minor: number;
  picked: number;
  packed: number;
  shipped: number;
  shorted: number;
  reserved: number;
  lot: string | null;
  substitution: string | null;
  returned: number;
  /** Of the shorted units, those that a back-order has taken over. */
  back_ordered: number;
}

/** The order's history for the journey: what happened, when, and the numbers behind it as JSON. */
interface OrderEventsTable {
  id: number;
  order_number: string;
  at: string;
  type: string;
  summary: string;
  data: string;
}

interface CreditDecisionsTable {
  id: number;
  order_number: string;
  at: string;
  decision: string;
  limit_minor: number;
  exposure_minor: number;
  order_minor: number;
  reason: string;
}

/** The work feed of each site; replacing a document gives it the next cursor. */
interface WorkDocumentsTable {
  site: string;
  kind: string;
  id: string;
  version: number;
  cursor: number;
  data: string | null;
}

/** Every fact as it arrived. `body` is the fact's JSON, or what came in its place if `set_aside` is not null. */
interface FactsTable {
  site: string;
  station: string;
  seq: number;
  hash: string;
  type: string;
  at: string;
  received_at: string;
  operator: string | null;
  order_number: string | null;
  set_aside: string | null;
  body: string;
}

interface FactHeadsTable {
  site: string;
  station: string;
  up_to: number;
  hash: string;
  received_at: string;
}

interface FactConflictsTable {
  site: string;
  station: string;
  seq: number;
  known_hash: string;
  received_hash: string;
  received_at: string;
  body: string;
}

/** A fact that is sound in itself but does not fit the business: unknown order, more packed than picked. */
interface FactExceptionsTable {
  site: string;
  station: string;
  seq: number;
  code: string;
  message: string;
  at: string;
  /** 1 while the fact was not applied at all: it is tried again whenever its order gets another fact. */
  waiting: number;
}

/** Who looked at an exception of any kind, and why nobody has to any more. Append-only. */
interface ExceptionSettlementsTable {
  site: string;
  station: string;
  seq: number;
  code: string;
  at: string;
  by: string;
  reason: string;
}

interface StationKeysTable {
  site: string;
  station: string;
  key_id: string;
  /** 32 bytes in base64url. */
  public_key: string;
  state: string;
  since: string;
  ended_at: string | null;
  /** 1, or 0 for a key that came without the one before being ended. */
  trusted: number;
  first_seen_at: string;
}

interface SignedHeadsTable {
  site: string;
  station: string;
  seq: number;
  key_id: string;
  hash: string;
  signature: string;
  received_at: string;
}

/** status: open | paid. Never edited after issue but for `paid_minor` and `status`. `parties` is JSON: seller and buyer as printed. */
interface InvoicesTable {
  number: string;
  order_number: string;
  shipment_id: string;
  customer_id: string;
  issued_on: string;
  issued_at: string;
  due_on: string;
  currency: string;
  status: string;
  net_minor: number;
  charge_minor: number;
  tax_minor: number;
  gross_minor: number;
  paid_minor: number;
  payment_reference: string;
  terms: string;
  parties: string;
}

/** kind: goods | charge. Goods lines name the order line whose scans prove them. */
interface InvoiceLinesTable {
  invoice_number: string;
  line: number;
  kind: string;
  order_line: number | null;
  sku: string | null;
  description: string;
  units: number;
  unit_price_minor: number;
  discount_bp: number;
  net_minor: number;
  tax_category: string;
  tax_rate_bp: number;
}

interface InvoiceTaxesTable {
  invoice_number: string;
  tax_category: string;
  tax_rate_bp: number;
  base_minor: number;
  tax_minor: number;
}

/** The facts that prove an invoice line: its pick.confirmed facts, with the units each one proves. */
interface InvoiceLineEvidenceTable {
  invoice_number: string;
  line: number;
  site: string;
  station: string;
  seq: number;
  scan_seq: number;
  units: number;
}

interface JournalEntriesTable {
  number: number;
  on_date: string;
  at: string;
  kind: string;
  reference: string;
  description: string;
}

interface JournalLinesTable {
  entry: number;
  line: number;
  account: string;
  debit_minor: number;
  credit_minor: number;
  customer_id: string | null;
}

/** The sums of the journal's lines by account: reading the books must not read all of their lines. */
interface AccountTotalsTable {
  account: string;
  debit_minor: number;
  credit_minor: number;
}

interface BankStatementsTable {
  id: string;
  account: string;
  statement: string;
  file_hash: string;
  currency: string;
  opening_minor: number | null;
  closing_minor: number | null;
  created_at: string;
  imported_at: string;
}

/** A credit or debit of a statement. status: matched | partly_matched | unmatched | ignored; `reason` says why. */
interface PaymentsTable {
  id: string;
  statement_id: string;
  entry: number;
  booked_on: string;
  amount_minor: number;
  currency: string;
  direction: string;
  debtor: string | null;
  remittance: string;
  end_to_end_id: string | null;
  status: string;
  reason: string;
}

interface PaymentAllocationsTable {
  payment_id: string;
  invoice_number: string;
  amount_minor: number;
  rule: string;
  at: string;
}

interface NumberSeriesTable {
  name: string;
  last: number;
}

interface SettingsTable {
  key: string;
  value: string;
}
