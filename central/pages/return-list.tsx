import { useQuery } from '@tanstack/react-query';
import { count, day, money } from '../../kernel/web/format.ts';
import { readList } from './lists.ts';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';

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

interface ReturnItem {
  readonly return: string;
  readonly site: string;
  readonly order: string;
  readonly customer: { readonly name: string };
  readonly currency: string;
  readonly closedAt: string;
  readonly toCreditMinor: number;
  readonly lines: readonly ReturnLine[];
}

/** What came back and is to be credited, newest first, each line with the fact that proves it. */
export function ReturnList() {
  const query = useQuery({
    queryKey: ['returns-to-credit'],
    queryFn: ({ signal }) => readList<ReturnItem>('/v1/returns-to-credit', signal),
  });
  if (query.data === undefined) return <QueryState query={query} />;
  const returns = query.data.items.toReversed();
  return (
    <>
      <div className="list-head">
        <h1>Returns to credit</h1>
        <p className="soft num">{returns.length.toLocaleString()} closed. Nothing of them is booked here.</p>
      </div>
      {returns.length === 0 ? (
        <div className="query-state">
          <h2>No returns yet</h2>
          <p className="soft">One is listed as soon as a station has closed it.</p>
        </div>
      ) : (
        <ReturnTable returns={returns} />
      )}
    </>
  );
}

function ReturnTable({ returns }: { returns: readonly ReturnItem[] }) {
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
            <tr key={`${one.site}/${one.return}`}>
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
              <td className="right num">{money(one.toCreditMinor, one.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ReturnedLine({ line }: { line: ReturnLine }) {
  const billed = line.credited.reduce((sum, { units }) => sum + units, 0);
  const words = [line.condition, line.disposition].map((word) => word.replaceAll('_', ' '));
  return (
    <li>
      {count(line.units, 'unit')} of <span className="mono">{line.sku}</span>
      {line.serial !== null && <span className="mono"> {line.serial}</span>}, {words.join(', ')}{' '}
      <span className="mono soft">
        {line.station} #{line.seq}
      </span>{' '}
      <span className="soft">
        {line.credited
          .map(({ invoice, units }) => (units === line.units ? invoice : `${units} of ${invoice}`))
          .join(', ')}
      </span>
      {billed < line.units && <span className="line-note">◐ {line.units - billed} of them never billed</span>}
    </li>
  );
}
