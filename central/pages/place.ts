import { useMemo, useSyncExternalStore } from 'react';

export const tabs = ['orders', 'invoices', 'payments', 'returns', 'journal', 'exceptions'] as const;
type Tab = (typeof tabs)[number];

/** Where in the pages one is; kept in the hash of the address, so that a link to an order can be sent and opened. */
export type Place =
  | { readonly at: Tab }
  /** Of its invoices, the one that is looked for. */
  | { readonly at: 'order'; readonly number: string; readonly invoice: string | null };

function placeOf(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [at = '', ...rest] = path.split('/');
  if (at === 'orders' && rest.length > 0) {
    const invoice = new URLSearchParams(query).get('invoice');
    return { at: 'order', number: decodeURIComponent(rest.join('/')), invoice };
  }
  return { at: tabs.find((tab) => tab === at) ?? 'orders' };
}

export function orderHref(number: string): string {
  return `#/orders/${encodeURIComponent(number)}`;
}

/** Where an invoice stands with the scans that prove each of its lines. */
export function invoiceHref(order: string, invoice: string): string {
  return `${orderHref(order)}?${new URLSearchParams({ invoice })}`;
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(onHashChange, () => window.location.hash);
  return useMemo(() => placeOf(hash), [hash]);
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
