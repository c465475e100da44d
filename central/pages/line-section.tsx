import { money, percent } from '../../kernel/web/format.ts';
import type { JourneyLine, JourneyView } from '../insight/journey-view.ts';

const stages = ['picked', 'packed', 'shipped', 'invoiced'] as const;

/** Each line of the order, and how many of its units have reached each stage. */
export function LineSection({ journey: { lines, order } }: { journey: JourneyView }) {
  return (
    <section id="lines" className="section">
      <h2>Lines</h2>
      <div className="table-card">
        <table>
          <thead>
            <tr>
              <th>Line</th>
              <th>Product</th>
              <th className="right">Ordered</th>
              <th className="right">Picked</th>
              <th className="right">Packed</th>
              <th className="right">Shipped</th>
              <th className="right">Invoiced</th>
              <th className="right">Net</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.line} line={line} currency={order.currency} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function LineRow({ line, currency }: { line: JourneyLine; currency: string }) {
  return (
    <tr>
      <td className="num soft">{line.line}</td>
      <td>
        {line.description}
        <span className="line-sku soft">
          <span className="mono">{line.sku}</span> · {money(line.unitPriceMinor, currency)}
          {line.discountBp > 0 && ` less ${percent(line.discountBp)}`}
        </span>
        {line.shorted > 0 && <span className="line-note">◐ {line.shorted} short</span>}
        {line.returned > 0 && <span className="line-note">↩ {line.returned} came back</span>}
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
