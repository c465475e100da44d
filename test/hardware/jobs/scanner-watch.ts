import { openScanner } from '../../../devices/scanner/open-scanner.ts';
import type { Scanner, ScannerEvent } from '../../../devices/scanner/scanner.ts';
import { scannerConfig } from '../../../devices/scanner/scanner-config.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';

/** A scanner of a station and what it has told so far. */
export interface WatchedScanner {
  readonly scanner: Scanner;
  start(): void;
  state(): string | undefined;
  detail(): string | undefined;
  texts(): string[];
}

export function watchScanner(settings: object): WatchedScanner {
  const log = createLog('hardware', 'silent');
  const scanner = openScanner(scannerConfig.parse(settings), { boot: 'b', clock: systemClock, log });
  const events: ScannerEvent[] = [];
  const lastState = () => events.findLast((event) => event.kind === 'state');
  return {
    scanner,
    start: () =>
      scanner.start((event) => {
        events.push(event);
        return true;
      }),
    state: () => lastState()?.state,
    detail: () => lastState()?.detail,
    texts: () => events.flatMap((event) => (event.kind === 'scan' ? [event.text] : [])),
  };
}
