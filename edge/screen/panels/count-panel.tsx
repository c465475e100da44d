import type { CountView } from '../../fulfilment/count/count-view.ts';
import { useWords } from '../words.ts';
import { FactPanel } from './fact-panel.tsx';
import { Rows } from './rows.tsx';

/** What was found at a location; what the books say only where the site does not count blind. */
export function CountRows({ count }: { readonly count: CountView }) {
  const { text } = useWords();
  const rows = count.rows.map(({ sku, name, lot, counted, expected }) => {
    const details = [
      sku,
      ...(lot === null ? [] : [`${text('lot')} ${lot}`]),
      ...(expected === null ? [] : [text('booksSay', { n: expected })]),
    ];
    return {
      key: `${sku} ${lot}`,
      state: counted === 0 ? ('todo' as const) : ('partial' as const),
      title: name,
      detail: details.join(' · '),
      done: counted,
      units: 0,
      missing: 0,
      current: false,
    };
  });
  return <Rows label={text('countRows')} rows={rows} />;
}

export function CountFacts({ count }: { readonly count: CountView }) {
  const { text } = useWords();
  const units = count.rows.reduce((sum, { counted }) => sum + counted, 0);
  const facts = [{ name: text('unitsOnly'), value: String(units) }];
  if (count.unknownTags > 0) facts.push({ name: text('unknownTags'), value: String(count.unknownTags) });
  return <FactPanel title={count.location} facts={facts} />;
}
