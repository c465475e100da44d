import { useSyncExternalStore } from 'react';

/** The part of the address after the path: `#/self-test`. */
export function useAddress(): string {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
  );
}
