import { money, percent } from '../../kernel/web/format.ts';
import type { JourneyLine, JourneyView } from '../insight/journey-view.ts';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

const stages = ['picked', 'packed', 'shipped', 'invoiced'] as const;

/** Each line of the order, and how many of its units have reached each stage. */
export function LineSection({ journey: { lines, order } }: { journey: JourneyView }) {
  const { text } = useWords();
  return (
    <section id="lines" className="section">
      <h2>{text('lines')}</h2>
      <TableCard label={text('lines')}>
        <table>
          <thead>
            <tr>
              <th>{text('line')}</th>
              <th>{text('product')}</th>
              <th className="right">{text('ordered')}</th>
              <th className="right">{text('picked')}</th>
              <th className="right">{text('packed')}</th>
              <th className="right">{text('shipped')}</th>
              <th className="right">{text('invoiced')}</th>
              <th className="right">{text('net')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.line} line={line} currency={order.currency} />
            ))}
          </tbody>
        </table>
      </TableCard>
    </section>
  );
}

function LineRow({ line, currency }: { line: JourneyLine; currency: string }) {
  const { text } = useWords();
  return (
    <tr>
      <td className="num soft">{line.line}</td>
      <td>
        {line.description}
        <span className="line-sku soft">
          <span className="mono">{line.sku}</span> · {money(line.unitPriceMinor, currency)}
          {line.discountBp > 0 && ` ${text('less', { discount: percent(line.discountBp) })}`}
        </span>
        {line.shorted > 0 && <span className="line-note">◐ {text('short', { n: line.shorted })}</span>}
        {line.returned > 0 && <span className="line-note">↩ {text('cameBack', { n: line.returned })}</span>}
      </td>
      <td className="right num">{line.units}</td>
      {stages.map((stage) => (
        <td key={stage} className="right num">
          <Stage units={line[stage]} of={line.units} />
        </td>
      ))}
      <td className="right num">{money(line.netMinor, currency)}</td>
    </tr>
  );
}

function Stage({ units, of }: { units: number; of: number }) {
  const [state, symbol] =
    units === of ? (['whole', '✓'] as const) : units > 0 ? (['part', '◐'] as const) : (['none', ''] as const);
  return (
    <span className="stage-units" data-state={state}>
      {symbol} {units}
    </span>
  );
}
