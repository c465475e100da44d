import type { ScreenLine, ScreenOrder } from '../../fulfilment/screen-view.ts';
import { useWords, type Words } from '../words.ts';
import type { Row } from './rows.tsx';
import { Rows } from './rows.tsx';

interface OrderRowsProps {
  readonly order: ScreenOrder;
  /** The line of the last scan. */
  readonly current: number | null;
}

/** The lines of the open order. */
export function OrderRows({ order, current }: OrderRowsProps) {
  const words = useWords();
  return (
    <Rows
      label={words.text('lines')}
      rows={order.lines.map((line) => rowOf(line, line.line === current, words))}
    />
  );
}

function rowOf(line: ScreenLine, current: boolean, words: Words): Row {
  const { name, state, done, units, shorted } = line;
  const detail = `${line.sku}${packsOf(line, words)}`;
  return { key: String(line.line), title: name, detail, state, done, units, missing: shorted, current };
}

/** The packs in which it comes, where there are others than single units. */
function packsOf(line: ScreenLine, { text }: Words): string {
  return line.barcodes
    .filter((barcode) => barcode.units > 1)
    .map(({ level, units }) => ` · ${text('packOf', { level: levelOf(level, text), n: units })}`)
    .join('');
}

function levelOf(level: string, text: Words['text']): string {
  return level === 'each' || level === 'inner' || level === 'case' || level === 'pallet'
    ? text(level)
    : level;
}
