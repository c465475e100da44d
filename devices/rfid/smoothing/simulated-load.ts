import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import { readPresets, smoothingSettings } from './settings.ts';
import { Smoother } from './smoother.ts';

export interface LoadOptions {
  readonly readers: number;
  /** Tags in the field of each reader; one in sixteen of them is replaced each second. */
  readonly tagsPerReader: number;
  readonly readsPerSecond: number;
  readonly seconds: number;
  /** Told after each minute of the readers' time, to look at the memory meanwhile. */
  readonly minutePassed?: (minute: number) => void;
}

const stepMs = 100;
const startMs = Date.UTC(2026, 2, 1);

/**
 * Drives smoothing as many readers at once would, for so many seconds of *their* time, with tags that come and go; to be timed by
 * the caller. EPCs are made anew for each report, as a decoder makes them.
 */
export function smoothLoad({
  readers,
  tagsPerReader,
  readsPerSecond,
  seconds,
  minutePassed,
}: LoadOptions): Smoother {
  const smoother = new Smoother(smoothingSettings.parse(readPresets.portal.smoothing));
  const perStep = (readsPerSecond * stepMs) / 1000;
  for (let nowMs = 0; nowMs < seconds * 1000; nowMs += stepMs) {
    for (let reader = 0; reader < readers; reader++)
      for (let each = 0; each < perStep; each++) {
        const atMs = nowMs + (each * stepMs) / perStep;
        smoother.read(`reader-${reader}`, loadRead(reader, each, atMs, tagsPerReader), startMs + atMs);
      }
    smoother.advance(startMs + nowMs + stepMs);
    if ((nowMs + stepMs) % 60_000 === 0) minutePassed?.((nowMs + stepMs) / 60_000);
  }
  return smoother;
}

function loadRead(reader: number, each: number, atMs: number, tags: number): TagRead {
  const turn = Math.floor(atMs / stepMs) * 97 + each;
  const place = turn % tags;
  const generation = Math.floor(atMs / 1000 + place / tags) >> 4;
  const serial = ((reader * tags + place) * 4096 + generation).toString(16).toUpperCase().padStart(12, '0');
  return {
    epc: `3034257BF400${serial}`,
    pc: 0x3000,
    antenna: 1 + (turn % 4),
    rssiDbm: -45 - ((turn * 7) % 20),
    count: 1,
    firstSeenUs: null,
    lastSeenUs: null,
  };
}
