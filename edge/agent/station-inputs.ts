import { openTagScanner } from '../../devices/rfid/open-tag-scanner.ts';
import { openScanner, type ScannerDeps } from '../../devices/scanner/open-scanner.ts';
import type { Scanner, ScannerEvent } from '../../devices/scanner/scanner.ts';
import type { EdgeConfig } from '../edge-config.ts';
import type { Reading } from '../fulfilment/bounce.ts';

/** A device whose readings the station decides about. */
export interface StationInput {
  readonly kind: 'scanner' | 'rfid';
  readonly scanner: Scanner;
  /** Within this time the same reading counts once; a tag counts once for as long as it stays anyway. */
  readonly bounceMs: number;
  /** Whether its readings tell where FNC1 stood; left out where each reading itself has to show it. */
  readonly fnc1Transmitted?: boolean;
}

/** Makes the drivers of all that a station reads with; nothing is opened before their `start`. */
export function stationInputs(
  { scanners, readers }: Pick<EdgeConfig, 'scanners' | 'readers'>,
  deps: ScannerDeps,
): StationInput[] {
  return [
    ...scanners.map((config) => ({
      kind: 'scanner' as const,
      scanner: openScanner(config, deps),
      bounceMs: config.bounceMs,
      // A setting names what stands for FNC1, or that nothing does.
      ...(config.gs === undefined ? {} : { fnc1Transmitted: config.gs !== 'none' }),
    })),
    ...readers.map((config) => ({
      kind: 'rfid' as const,
      scanner: openTagScanner(config, deps),
      bounceMs: 0,
    })),
  ];
}

/** A scan as it is put to the core. */
export function readingOf(
  { bounceMs, fnc1Transmitted }: StationInput,
  { identity, text, tag }: Extract<ScannerEvent, { kind: 'scan' }>,
  at: string,
): Reading {
  return {
    scan: identity,
    raw: text,
    at,
    bounceMs,
    ...(tag === undefined ? {} : { tag }),
    ...(fnc1Transmitted === undefined ? {} : { fnc1Transmitted }),
  };
}
