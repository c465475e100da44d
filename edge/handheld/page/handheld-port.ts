import { useMemo, useSyncExternalStore } from 'react';
import type { Fault, ScreenPort } from '../../screen/screen-port.ts';
import type { Handheld } from '../core/handheld.ts';

const tooMany: Fault = {
  kind: 'refused',
  message: 'Too many scans wait to be stored; this one was not taken.',
  remedy: 'Make room on the device, then scan again.',
};
const noPictures: Fault = {
  kind: 'refused',
  message: 'A handheld keeps no pictures yet.',
  remedy: 'Take it at a station.',
};

/** The screen's connection to the core in the same page. What came of a scan stands in a later view, once it is stored. */
export function useHandheldPort(handheld: Handheld): ScreenPort {
  const view = useSyncExternalStore(handheld.watch, handheld.view);
  return useMemo(
    () => ({
      view,
      connected: 'open',
      command: async (code) => (handheld.scanning.command(code) ? null : tooMany),
      scan: async (raw) => (handheld.scanning.scan(raw) ? null : tooMany),
      attach: async () => noPictures,
    }),
    [view, handheld],
  );
}
