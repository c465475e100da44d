import { openTagScanner } from '../../devices/rfid/open-tag-scanner.ts';
import { openScanner, type ScannerDeps } from '../../devices/scanner/open-scanner.ts';
import type { Scanner } from '../../devices/scanner/scanner.ts';
import type { EdgeConfig } from '../edge-config.ts';

/** A device whose readings the station decides about. */
export interface StationInput {
  readonly kind: 'scanner' | 'rfid';
  readonly scanner: Scanner;
  /** Within this time the same reading counts once; a tag counts once for as long as it stays anyway. */
  readonly bounceMs: number;
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
    })),
    ...readers.map((config) => ({
      kind: 'rfid' as const,
      scanner: openTagScanner(config, deps),
      bounceMs: 0,
    })),
  ];
}
