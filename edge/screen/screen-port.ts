import { createContext, useContext } from 'react';
import type { LiveState } from '../../kernel/web/live.ts';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';

/** Why something that was sent is not known to have been done. What the core itself refuses stands in `view.last` instead. */
export type Fault =
  /** It may have been counted or not. */
  | { readonly kind: 'no_answer' }
  | { readonly kind: 'refused'; readonly message: string; readonly remedy: string };

/**
 * What the screen is connected to: an agent on this machine, or a core within the same page. All that is sent is decided
 * strictly first in, first out; what came of it stands in a later `view`.
 */
export interface ScreenPort {
  /** Null before the first one. */
  readonly view: ScreenView | null;
  /** The last scans, newest first: given by a port that hears of views which come too fast to be painted. */
  readonly history?: readonly LastScan[];
  /** lost: the view may be old, and nothing can be done. A core within the page is always `open`. */
  readonly connected: LiveState;
  /** A command or a document that was touched, as its barcode: `PP:UNDO`, `SO-7`. */
  command(code: string): Promise<Fault | null>;
  /** What a scanner read, unchanged. */
  scan(raw: string): Promise<Fault | null>;
  /** @param name who signed. */
  attach(kind: 'photo' | 'signature', picture: Blob, name?: string): Promise<Fault | null>;
}

export const PortContext = createContext<ScreenPort | null>(null);

/** The port of the screen that is shown. */
export function usePort(): ScreenPort {
  const port = useContext(PortContext);
  if (port === null) throw new Error('the screen is shown without a port');
  return port;
}
