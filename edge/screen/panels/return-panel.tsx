import type { ReturnView } from '../../fulfilment/returns/return-view.ts';
import { useWords } from '../words.ts';
import { FactPanel } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

/** What can come back of an order, and what did: nobody has to bring the rest. */
export function ReturnRows({ goods }: { readonly goods: ReturnView }) {
  const { text } = useWords();
  const rows = goods.lines.map(({ line, sku, name, left, received }) => ({
    key: String(line),
    state: received === 0 ? ('todo' as const) : received >= left ? ('done' as const) : ('partial' as const),
    title: name,
    detail: sku,
    done: received,
    units: left,
    missing: 0,
    ...(received < left ? { words: '' } : {}),
    current: false,
  }));
  return <Rows label={text('returnRows')} rows={rows} />;
}

/** How the goods that are scanned next are, and where they go. */
export function ReturnFacts({ goods }: { readonly goods: ReturnView }) {
  const { text } = useWords();
  const { condition, disposition, location } = goods;
  const facts = [
    condition === null
      ? ({ name: text('condition'), value: text('missingCheck'), tone: 'open' } as const)
      : { name: text('condition'), value: text(condition) },
    { name: text('disposition'), value: text(disposition ?? 'byRule') },
    ...(location === null ? [] : [{ name: text('putAt'), value: location }]),
  ];
  return <FactPanel title={text('returnOf', { order: goods.order })} facts={facts} />;
}
