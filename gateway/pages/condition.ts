import type { StationCondition } from '../../protocols/wire/site-condition.ts';
import type { StationAtGateway } from '../../protocols/wire/status.ts';

/** How a condition looks: a symbol and a word; the colour only repeats them. */
export const looks: Readonly<Record<StationCondition, { readonly symbol: string; readonly word: string }>> = {
  online: { symbol: '●', word: 'online' },
  lagging: { symbol: '◐', word: 'lagging' },
  stopped: { symbol: '✕', word: 'stopped' },
  offline: { symbol: '○', word: 'offline' },
  absent: { symbol: '–', word: 'never seen' },
};

/** What people call a station. */
export function nameOf({ station, place }: StationAtGateway): string {
  return place?.label ?? station;
}

/** How long ago something was, by the gateway's clock; the clock of the browser may be wrong. */
export function agoMs(since: string, at: string): number {
  return Math.max(0, Date.parse(at) - Date.parse(since));
}

export function bytes(number: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, number)) / 3));
  const value = number / 1000 ** power;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: value < 10 ? 1 : 0 })} ${units[power]}`;
}
