import type { ReactNode } from 'react';

/** A table in its frame. What is too wide for a phone is moved within it, by finger and by keyboard. */
export function TableCard({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by those who use no pointer.
    <section className="table-card" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
