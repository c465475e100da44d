import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { createLineScanner } from './line-scanner.ts';
import type { Scanner } from './scanner.ts';
import type { ScannerConfig } from './scanner-config.ts';

export interface ScannerDeps {
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openScanner(config: ScannerConfig, { boot, clock, log }: ScannerDeps): Scanner {
  const { id, framing } = config;
  const line = superviseLine(serialConnector(config, clock), { device: id, clock, log });
  return createLineScanner({ id, line, framing, boot, clock });
}
