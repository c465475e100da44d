import type { ScanIdentity, TagEvidence } from '../../protocols/wire/facts/scan-facts.ts';
import type { StationState } from './state.ts';

/** A reading of a device, as it is put to the core. */
export interface Reading {
  readonly scan: ScanIdentity;
  /** What was read, without the framing. */
  readonly raw: string;
  /** How it was read, if it is an RFID tag. */
  readonly tag?: TagEvidence;
  /** Whether its scanner is known to tell where FNC1 stood, or not to; left out where the reading itself has to show it. */
  readonly fnc1Transmitted?: boolean;
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Within this time the same reading of the same device counts once; 0 switches it off. */
  readonly bounceMs: number;
}

/** More than a station has, so that a state never grows with the names that devices are given. */
const maxDevices = 16;

/**
 * True if a scanner fired twice at one barcode. The window begins at the reading that counted, so that a person who
 * scans one unit after the other at a steady pace is not ignored for ever.
 */
export function isBounce(state: StationState, { scan, raw, at, bounceMs }: Reading): boolean {
  const before = state.lastReadings[scan.device];
  if (bounceMs <= 0 || before === undefined || before.raw !== raw) return false;
  const elapsedMs = Date.parse(at) - Date.parse(before.at);
  return elapsedMs >= 0 && elapsedMs < bounceMs;
}

/** The clock was set, or the program began anew: no reading before that says how long ago it was. */
export function forgetReadings(state: StationState): StationState {
  return Object.keys(state.lastReadings).length === 0 ? state : { ...state, lastReadings: {} };
}

/** Remembers a reading for the bounce window of its device. */
export function rememberReading(state: StationState, { scan, raw, at, bounceMs }: Reading): StationState {
  if (bounceMs <= 0) return state;
  const { [scan.device]: _before, ...others } = state.lastReadings;
  const kept = Object.entries(others).slice(1 - maxDevices);
  return { ...state, lastReadings: { ...Object.fromEntries(kept), [scan.device]: { raw, at } } };
}
