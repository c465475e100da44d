import { count, day, money } from '../../kernel/web/format.ts';
import { orderHref } from './place.ts';

interface ReturnLine {
  readonly station: string;
  readonly seq: number;
  readonly sku: string;
  readonly units: number;
  readonly serial: string | null;
  readonly condition: string;
  readonly disposition: string;
  readonly credited: readonly { readonly invoice: string; readonly units: number }[];
}

export interface ReturnItem {
  readonly return: string;
  readonly site: string;
  readonly order: string;
  readonly customer: { readonly name: string };
  readonly currency: string;
  readonly closedAt: string;
  readonly toCreditMinor: number;
  readonly credits: readonly {
    readonly invoice: string;
    readonly netMinor: number;
    readonly taxMinor: number;
    readonly grossMinor: number;
  }[];
  readonly lines: readonly ReturnLine[];
}

/** A row for each return: what came back with its facts, and what to take off each invoice. */
export function ReturnTable({ returns }: { returns: readonly ReturnItem[] }) {
  return (
    <div className="table-card">
      <table>
        <thead>
          <tr>
            <th>Return</th>
            <th>Order</th>
            <th>Customer</th>
            <th>Closed</th>
            <th>What came back, and its proof</th>
            <th className="right">To credit</th>
          </tr>
        </thead>
        <tbody>
          {returns.map((one) => (
            <ReturnRow key={`${one.site}/${one.return}`} one={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReturnRow({ one }: { one: ReturnItem }) {
  return (
    <tr>
      <td className="mono">{one.return}</td>
      <td>
        <a className="row-link" href={orderHref(one.order)}>
          {one.order}
        </a>
      </td>
      <td>{one.customer.name}</td>
      <td className="num">{day(one.closedAt)}</td>
      <td>
        <ul className="return-lines">
          {one.lines.map((line) => (
            <ReturnedLine key={`${line.station} ${line.seq}`} line={line} />
          ))}
        </ul>
      </td>
      <td className="right num">
        {money(one.toCreditMinor, one.currency)}
        <ul className="credit-lines">
          {one.credits.map((credit) => (
            <li key={credit.invoice} className="soft">
              <a
                href={`/v1/invoices/${encodeURIComponent(credit.invoice)}/pdf`}
                target="_blank"
                rel="noreferrer"
              >
                {credit.invoice}
              </a>{' '}
              {money(credit.netMinor, one.currency)} + {money(credit.taxMinor, one.currency)} tax
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function ReturnedLine({ line }: { line: ReturnLine }) {
  const billed = line.credited.reduce((sum, { units }) => sum + units, 0);
  const words = [line.condition, line.disposition].map((word) => word.replaceAll('_', ' '));
  const last = line.credited.at(-1);
  return (
    <li>
      {count(line.units, 'unit')} of <span className="mono">{line.sku}</span>
      {line.serial !== null && <span className="mono"> {line.serial}</span>}, {words.join(', ')}{' '}
      <span className="mono soft">
        {line.station} #{line.seq}
      </span>{' '}
      {line.credited.map((one) => (
        <span className="soft nowrap" key={one.invoice}>
          {one.units === line.units ? one.invoice : `${one.units} of ${one.invoice}`}
          {one !== last && ', '}
        </span>
      ))}
      {billed < line.units && <span className="line-note">◐ {line.units - billed} of them never billed</span>}
    </li>
  );
}
