/** How a status looks: a symbol and its words; the colour only repeats them. */
const looks: Readonly<Record<string, readonly [symbol: string, words: string, kind: string]>> = {
  received: ['○', 'received', 'calm'],
  on_credit_hold: ['‖', 'on credit hold', 'partial'],
  back_ordered: ['‖', 'back-ordered', 'partial'],
  released: ['→', 'released', 'accent'],
  in_fulfilment: ['◐', 'in fulfilment', 'accent'],
  dispatched: ['◑', 'dispatched', 'accent'],
  closed: ['✓', 'closed', 'good'],
  cancelled: ['–', 'cancelled', 'calm'],
  open: ['○', 'open', 'partial'],
  paid: ['✓', 'paid', 'good'],
  approved: ['✓', 'approved', 'good'],
  held: ['‖', 'held', 'partial'],
};

export function statusWords(status: string): string {
  return looks[status]?.[1] ?? status.replaceAll('_', ' ');
}

export function StatusPill({ status }: { status: string }) {
  const [symbol, words, kind] = looks[status] ?? ['○', statusWords(status), 'calm'];
  return (
    <span className="pill" data-kind={kind}>
      <span aria-hidden="true">{symbol}</span> {words}
    </span>
  );
}
