import { day, money } from '../../kernel/web/format.ts';
import { invoiceHref, orderHref } from './place.ts';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

interface ReturnLine {
  readonly station: string;
  readonly seq: number;
  readonly sku: string;
  readonly units: number;
  readonly excess: number;
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
  const { text } = useWords();
  return (
    <TableCard label={text('returnsToCredit')}>
      <table>
        <thead>
          <tr>
            <th>{text('returnName')}</th>
            <th>{text('order')}</th>
            <th>{text('customer')}</th>
            <th>{text('closedOn')}</th>
            <th>{text('cameBackProof')}</th>
            <th className="right">{text('toCredit')}</th>
          </tr>
        </thead>
        <tbody>
          {returns.map((one) => (
            <ReturnRow key={`${one.site}/${one.return}`} one={one} />
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

function ReturnRow({ one }: { one: ReturnItem }) {
  const { text } = useWords();
  return (
    <tr>
      <td className="mono nowrap">{one.return}</td>
      <td>
        <a className="row-link" href={orderHref(one.order)}>
          {one.order}
        </a>
      </td>
      <td>{one.customer.name}</td>
      <td className="num nowrap">{day(one.closedAt)}</td>
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
              <a href={invoiceHref(one.order, credit.invoice)}>{credit.invoice}</a>{' '}
              {text('netAndTax', {
                net: money(credit.netMinor, one.currency),
                tax: money(credit.taxMinor, one.currency),
              })}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  );
}

function ReturnedLine({ line }: { line: ReturnLine }) {
  const { text, word } = useWords();
  const billed = line.credited.reduce((sum, { units }) => sum + units, 0);
  const last = line.credited.at(-1);
  return (
    <li>
      {text('unitsOf', { n: line.units })} <span className="mono">{line.sku}</span>
      {line.serial !== null && <span className="mono"> {line.serial}</span>}, {word(line.condition)},{' '}
      {word(line.disposition)}{' '}
      <span className="mono soft">
        {line.station} #{line.seq}
      </span>{' '}
      {line.credited.map((one) => (
        <span className="soft nowrap" key={one.invoice}>
          {one.units === line.units
            ? one.invoice
            : text('unitsOfInvoice', { n: one.units, invoice: one.invoice })}
          {one !== last && ', '}
        </span>
      ))}
      {billed < line.units && (
        <span className="line-note">◐ {text('neverBilled', { n: line.units - billed })}</span>
      )}
      {line.excess > 0 && <span className="line-note">◐ {text('moreThanLeft', { n: line.excess })}</span>}
    </li>
  );
}
