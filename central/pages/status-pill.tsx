import { useWords } from './words.ts';

/** How a status looks: a symbol and its words; the colour only repeats them. */
const looks: Readonly<Record<string, readonly [symbol: string, kind: string]>> = {
  received: ['○', 'calm'],
  on_credit_hold: ['‖', 'partial'],
  back_ordered: ['‖', 'partial'],
  released: ['→', 'accent'],
  in_fulfilment: ['◐', 'accent'],
  dispatched: ['◑', 'accent'],
  closed: ['✓', 'good'],
  cancelled: ['–', 'calm'],
  open: ['○', 'partial'],
  overdue: ['✕', 'bad'],
  paid: ['✓', 'good'],
  approved: ['✓', 'good'],
  held: ['‖', 'partial'],
  matched: ['✓', 'good'],
  unmatched: ['○', 'partial'],
  ignored: ['–', 'calm'],
};

export function StatusPill({ status }: { status: string }) {
  const { word } = useWords();
  const [symbol, kind] = looks[status] ?? ['○', 'calm'];
  return (
    <span className="pill" data-kind={kind}>
      <span aria-hidden="true">{symbol}</span> {word(status)}
    </span>
  );
}
