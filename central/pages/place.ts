import { useSyncExternalStore } from 'react';

/** Where in the pages one is; kept in the hash of the address, so that a link to an order can be sent and opened. */
export type Place =
  | { readonly at: 'orders' }
  | { readonly at: 'order'; readonly number: string }
  | { readonly at: 'invoices' }
  | { readonly at: 'returns' }
  | { readonly at: 'journal' }
  | { readonly at: 'exceptions' };

function placeOf(hash: string): Place {
  const [at = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  if (at === 'orders' && rest.length > 0) return { at: 'order', number: decodeURIComponent(rest.join('/')) };
  if (at === 'invoices' || at === 'returns' || at === 'journal' || at === 'exceptions') return { at };
  return { at: 'orders' };
}

export function orderHref(number: string): string {
  return `#/orders/${encodeURIComponent(number)}`;
}

export function usePlace(): Place {
  return placeOf(useSyncExternalStore(onHashChange, () => window.location.hash));
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
