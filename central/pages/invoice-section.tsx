import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../kernel/web/api.ts';
import { day, money, percent } from '../../kernel/web/format.ts';
import type { JourneyInvoice, JourneyView } from '../insight/journey-view.ts';
import { InvoiceLineProof } from './invoice-line-proof.tsx';
import { StatusPill } from './status-pill.tsx';

/** The invoices of the order, each as a sheet of paper of which every goods line opens onto the scans that prove it. */
export function InvoiceSection({ journey }: { journey: JourneyView }) {
  return (
    <section id="invoice" className="section">
      <h2>Invoice, and its proof</h2>
      {journey.invoices.length === 0 && (
        <p className="card empty">
          No invoice yet. It is issued for what was scanned, as soon as the goods have left.
        </p>
      )}
      {journey.invoices.map((invoice) => (
        <InvoiceSheet key={invoice.number} invoice={invoice} journey={journey} />
      ))}
    </section>
  );
}

function InvoiceSheet({ invoice, journey }: { invoice: JourneyInvoice; journey: JourneyView }) {
  const { currency } = journey.order;
  const goods = invoice.lines.filter(({ kind }) => kind === 'goods');
  const scans = new Set(
    goods.flatMap(({ evidence }) => evidence.map((proof) => `${proof.station} ${proof.scanSeq}`)),
  );
  return (
    <article className="sheet">
      <header className="sheet-head">
        <div>
          <h3>
            {invoice.number} <StatusPill status={invoice.status} />
          </h3>
          <p className="soft num">
            issued {day(invoice.issuedAt)}, due {day(invoice.dueOn)}, reference{' '}
            <span className="mono">{invoice.paymentReference}</span>
          </p>
          <p className="soft num">{arrival(invoice, journey)}</p>
        </div>
        <a className="pdf-link" href={invoice.pdf} target="_blank" rel="noreferrer">
          Open PDF
        </a>
      </header>
      <p className="sheet-promise">
        <strong className="num">{scans.size}</strong> scans prove{' '}
        <strong className="num">{goods.reduce((sum, line) => sum + line.units, 0)}</strong> units in{' '}
        <strong className="num">{goods.length}</strong> {goods.length === 1 ? 'line' : 'lines'}. Open a line
        to see them.
      </p>
      <ol className="sheet-lines">
        {invoice.lines.map((line) => (
          <InvoiceLineProof
            key={line.line}
            line={line}
            scans={journey.scans}
            currency={currency}
            openAtFirst={line === goods[0]}
          />
        ))}
      </ol>
      <Totals invoice={invoice} currency={currency} />
    </article>
  );
}

/** What the customer was billed for, and whether it got there. */
function arrival({ shipment }: JourneyInvoice, { shipments, parcels }: JourneyView): string {
  const own = parcels.filter((parcel) => parcel.shipment === shipment);
  const there = own.filter(({ status }) => status === 'delivered');
  const takers = [...new Set(there.flatMap(({ takenBy }) => takenBy ?? []))].join(', ');
  const late = shipments.some(({ id, late }) => id === shipment && late) ? ', late' : '';
  const taken = takers === '' ? '' : `, taken by ${takers}`;
  if (own.length === 0) return `for shipment ${shipment}`;
  return `for shipment ${shipment}: ${there.length} of ${own.length} parcels delivered${taken}${late}`;
}

interface InvoiceTaxes {
  readonly terms: string;
  readonly taxes: readonly {
    readonly category: string;
    readonly rateBp: number;
    readonly baseMinor: number;
    readonly taxMinor: number;
  }[];
}

/** The tax summary is asked from the invoice itself: tax is rounded once per rate, and never worked out a second time. */
function Totals({ invoice, currency }: { invoice: JourneyInvoice; currency: string }) {
  const { data } = useQuery({
    queryKey: ['invoice', invoice.number],
    queryFn: ({ signal }) =>
      getJson<InvoiceTaxes>(`/v1/invoices/${encodeURIComponent(invoice.number)}`, signal),
  });
  return (
    <footer className="sheet-foot">
      <p className="sheet-terms soft">{data?.terms}</p>
      <dl className="totals num">
        <Total title="Goods" value={money(invoice.netMinor, currency)} />
        {invoice.chargeMinor !== 0 && <Total title="Charges" value={money(invoice.chargeMinor, currency)} />}
        {data === undefined ? (
          <Total title="Tax" value={money(invoice.taxMinor, currency)} />
        ) : (
          data.taxes.map((tax) => (
            <Total
              key={`${tax.category} ${tax.rateBp}`}
              title={`Tax ${percent(tax.rateBp)} of ${money(tax.baseMinor, currency)}`}
              value={money(tax.taxMinor, currency)}
            />
          ))
        )}
        <Total title="Total" value={money(invoice.grossMinor, currency)} strong />
      </dl>
    </footer>
  );
}

function Total({ title, value, strong = false }: { title: string; value: string; strong?: boolean }) {
  return (
    <div data-strong={strong}>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}
