import { useRef } from 'react';
import type { ScreenView } from '../fulfilment/screen-view.ts';

type Link = ScreenView['link'];

/**
 * How old the station's knowledge of orders is; null if it has none. It grows from what the station said, by what measures time here: the wall
 * clock of a screen may be set as that of any machine, and old knowledge may not look new for that.
 *
 * @param now milliseconds since the Unix epoch, for a station that tells no age.
 */
export function useWorkAge(link: Link, now: number): number | null {
  const seen = useRef<{ link: Link; atMs: number } | null>(null);
  if (seen.current?.link !== link) seen.current = { link, atMs: performance.now() };
  if (link.workAsOf === null) return null;
  const { workAgeMs } = link;
  if (typeof workAgeMs !== 'number') return now - Date.parse(link.workAsOf);
  return workAgeMs + performance.now() - seen.current.atMs;
}
