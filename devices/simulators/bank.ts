import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { deviceErrors } from '../device-errors.ts';
import { askService, type Peer } from './ask-service.ts';
import { buildCamt053 } from './camt053.ts';

/** What the bank must know of an invoice of central; the rest of its view is not looked at. */
const payableInvoice = z.object({
  number: z.string(),
  currency: z.string(),
  grossMinor: z.number().int(),
  paidMinor: z.number().int(),
  paymentReference: z.string(),
  parties: z.object({
    seller: z.object({ name: z.string(), iban: z.string() }),
    buyer: z.object({ name: z.string() }),
  }),
});
type PayableInvoice = z.output<typeof payableInvoice>;

/** What is paid of an invoice. */
interface Entry {
  readonly invoice: PayableInvoice;
  readonly amountMinor: number;
}

const storedBalance = z.strictObject({ minor: z.number().int() });

export const payOrder = z
  .strictObject({
    invoices: z
      .array(z.string().regex(/^[!-~]{1,40}$/, 'an invoice number has 1 to 40 printable characters'))
      .min(1)
      .max(500),
    /** What is paid instead of what is open, in minor units; for one invoice only. */
    amountMinor: z.number().int().positive().optional(),
  })
  .refine(({ invoices, amountMinor }) => amountMinor === undefined || invoices.length === 1, {
    path: ['amountMinor'],
    message: 'an amount of its own goes with one invoice only',
  });
type PayOrder = z.output<typeof payOrder>;

/** A bank whose customers pay the invoices of central, and which sends central the statement. */
export class SimulatedBank {
  private readonly central: Peer;
  private readonly clock: Clock;
  private readonly balanceFile: string;
  private statements = 0;

  /** @param balanceFile keeps what the account holds, so that each statement opens with what the one before closed with. */
  constructor(central: Peer, clock: Clock, balanceFile: string) {
    this.central = central;
    this.clock = clock;
    this.balanceFile = balanceFile;
  }

  /** The open invoices, as central lists them. */
  openInvoices(): Promise<unknown> {
    return askService(this.central, '/v1/invoices?status=open&limit=1000');
  }

  /**
   * Pays invoices: builds a statement with one entry for each, and posts it to central.
   *
   * @throws BANK_INVOICE_UNKNOWN, SIMULATOR_PEER_FAILED
   */
  async pay({ invoices, amountMinor }: PayOrder): Promise<{ v: 1; xml: string; central: unknown }> {
    const payable = await Promise.all(invoices.map((number) => this.invoice(number)));
    const entries = payable.map((invoice) => ({
      invoice,
      amountMinor: amountMinor ?? invoice.grossMinor - invoice.paidMinor,
    }));
    const openingMinor = this.balance();
    const xml = this.statement(entries, openingMinor);
    const post = { type: 'application/xml', body: xml };
    const central = await askService(this.central, '/v1/bank/statements', post);
    const paid = entries.reduce((sum, entry) => sum + entry.amountMinor, 0);
    writeFileSync(this.balanceFile, JSON.stringify({ minor: openingMinor + paid }));
    return { v: 1, xml, central };
  }

  private balance(): number {
    if (!existsSync(this.balanceFile)) return 0;
    return storedBalance.parse(JSON.parse(readFileSync(this.balanceFile, 'utf8'))).minor;
  }

  private async invoice(number: string): Promise<PayableInvoice> {
    const answer = await askService(this.central, `/v1/invoices/${encodeURIComponent(number)}`);
    const parsed = payableInvoice.safeParse(answer);
    if (parsed.success && parsed.data.grossMinor > parsed.data.paidMinor) return parsed.data;
    const why = parsed.success
      ? 'nothing is open on it'
      : 'central shows it in a form that is not known here';
    throw deviceErrors.fault('BANK_INVOICE_UNKNOWN', `invoice ${number}: ${why}`);
  }

  private statement(entries: readonly Entry[], openingMinor: number): string {
    const createdAt = isoInstant(this.clock.now());
    this.statements += 1;
    const id = `SIM-${createdAt.replaceAll(/\D/g, '')}-${this.statements}`;
    const first = entries[0]?.invoice;
    return buildCamt053({
      messageId: `MSG-${id}`,
      statementId: id,
      createdAt,
      date: createdAt.slice(0, 10),
      iban: first?.parties.seller.iban ?? '',
      ownerName: first?.parties.seller.name ?? '',
      currency: first?.currency ?? 'EUR',
      openingMinor,
      entries: entries.map(({ invoice, amountMinor }, index) => ({
        bankReference: `${id}-${index + 1}`,
        amountMinor,
        debtorName: invoice.parties.buyer.name,
        remittance: `Invoice ${invoice.number} ${invoice.paymentReference}`,
      })),
    });
  }
}
