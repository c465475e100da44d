import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { sendScan, setPlugged } from './simulator-api.ts';

export interface ScannerActions {
  readonly scanText: (text: string) => void;
  readonly sendHex: (hex: string) => void;
  readonly plug: (plugged: boolean) => void;
  /** Why the last action failed, or ''. */
  readonly fault: string;
}

/** What can be done to one virtual scanner; actions go out in the order of the clicks. */
export function useScanner(id: string): ScannerActions {
  const queries = useQueryClient();
  const tail = useRef<Promise<void>>(Promise.resolve());
  const [fault, setFault] = useState('');
  const act = (action: () => Promise<void>) => {
    tail.current = tail.current.then(action).then(
      () => setFault(''),
      (thrown: unknown) => setFault(thrown instanceof Error ? thrown.message : String(thrown)),
    );
    void tail.current.then(() => {
      void queries.invalidateQueries({ queryKey: ['screen', id] });
      void queries.invalidateQueries({ queryKey: ['simulator'] });
    });
  };
  return {
    scanText: (text) => act(() => sendScan(id, { text })),
    sendHex: (hex) => act(() => sendScan(id, { hex })),
    plug: (plugged) => act(() => setPlugged(id, plugged)),
    fault,
  };
}
