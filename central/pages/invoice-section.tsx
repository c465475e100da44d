import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { getJson } from '../../kernel/web/api.ts';
import { day, money, percent } from '../../kernel/web/format.ts';
import type { JourneyInvoice, JourneyView } from '../insight/journey-view.ts';
import { InvoiceLineProof } from './invoice-line-proof.tsx';
import { StatusPill } from './status-pill.tsx';
import { useWords, type Words } from './words.ts';

/** The invoices of the order, each as a sheet of paper of which every goods line opens onto the scans that prove it. */
export function InvoiceSection({ journey, wanted }: { journey: JourneyView; wanted: string | null }) {
  const { text } = useWords();
  return (
    <section id="invoice" className="section">
      <h2>{text('invoiceAndProof')}</h2>
      {journey.invoices.length === 0 && <p className="card empty">{text('noInvoice')}</p>}
      {journey.invoices.map((invoice) => (
        <InvoiceSheet
          key={invoice.number}
          invoice={invoice}
          journey={journey}
          wanted={invoice.number === wanted}
        />
      ))}
    </section>
  );
}

interface SheetProps {
  readonly invoice: JourneyInvoice;
  readonly journey: JourneyView;
  /** It was looked for: it is brought into view, with all of its proof open. */
  readonly wanted: boolean;
}

function InvoiceSheet({ invoice, journey, wanted }: SheetProps) {
  const { text } = useWords();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wanted) sheet.current?.scrollIntoView({ block: 'start' });
  }, [wanted]);
  const { currency } = journey.order;
  const goods = invoice.lines.filter(({ kind }) => kind === 'goods');
  const scans = new Set(
    goods.flatMap(({ evidence }) => evidence.map((proof) => `${proof.station} ${proof.scanSeq}`)),
  );
  return (
    <article className="sheet" ref={sheet} data-wanted={wanted}>
      <header className="sheet-head">
        <div>
          <h3>
            {invoice.number} <StatusPill status={invoice.status} />
          </h3>
          <p className="soft num">
            {text('invoiceDates', { issued: day(invoice.issuedAt), due: day(invoice.dueOn) })}{' '}
            <span className="mono">{invoice.paymentReference}</span>
          </p>
          <p className="soft num">{arrival(invoice, journey, text)}</p>
        </div>
        <a className="pdf-link" href={invoice.pdf} target="_blank" rel="noreferrer">
          {text('openPdf')}
        </a>
      </header>
      <p className="sheet-promise">
        {text('promise', {
          scans: scans.size,
          units: goods.reduce((sum, line) => sum + line.units, 0),
          n: goods.length,
        })}
      </p>
      <ol className="sheet-lines">
        {invoice.lines.map((line) => (
          <InvoiceLineProof
            key={line.line}
            line={line}
            scans={journey.scans}
            currency={currency}
            openAtFirst={wanted || line === goods[0]}
          />
        ))}
      </ol>
      <Totals invoice={invoice} currency={currency} />
    </article>
  );
}

/** What the customer was billed for, and whether it got there. */
function arrival(
  { shipment }: JourneyInvoice,
  { shipments, parcels }: JourneyView,
  text: Words['text'],
): string {
  const own = parcels.filter((parcel) => parcel.shipment === shipment);
  const there = own.filter(({ status }) => status === 'delivered');
  const takers = [...new Set(there.flatMap(({ takenBy }) => takenBy ?? []))].join(', ');
  const late = shipments.some(({ id, late }) => id === shipment && late) ? `, ${text('late')}` : '';
  const taken = takers === '' ? '' : `, ${text('takenBy', { name: takers })}`;
  const forShipment = text('forShipment', { shipment });
  if (own.length === 0) return forShipment;
  const delivered = text('parcelsDelivered', { delivered: there.length, n: own.length });
  return `${forShipment}: ${delivered}${taken}${late}`;
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
  const { text } = useWords();
  const { data } = useQuery({
    queryKey: ['invoice', invoice.number],
    queryFn: ({ signal }) =>
      getJson<InvoiceTaxes>(`/v1/invoices/${encodeURIComponent(invoice.number)}`, signal),
  });
  return (
    <footer className="sheet-foot">
      <p className="sheet-terms soft" lang="en">
        {data?.terms}
      </p>
      <dl className="totals num">
        <Total title={text('goods')} value={money(invoice.netMinor, currency)} />
        {invoice.chargeMinor !== 0 && (
          <Total title={text('charges')} value={money(invoice.chargeMinor, currency)} />
        )}
        {data === undefined ? (
          <Total title={text('tax')} value={money(invoice.taxMinor, currency)} />
        ) : (
          data.taxes.map((tax) => (
            <Total
              key={`${tax.category} ${tax.rateBp}`}
              title={text('taxOf', { rate: percent(tax.rateBp), base: money(tax.baseMinor, currency) })}
              value={money(tax.taxMinor, currency)}
            />
          ))
        )}
        <Total title={text('total')} value={money(invoice.grossMinor, currency)} strong />
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
