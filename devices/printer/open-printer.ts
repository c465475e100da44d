import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Connector } from '../line/connector.ts';
import { deviceFileConnector } from '../line/device-file-connector.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { tcpConnector } from '../line/tcp-connector.ts';
import type { Printer } from './printer.ts';
import type { PrinterConfig } from './printer-config.ts';
import { createPrinter } from './printer-driver.ts';

export interface PrinterDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Is given each way to the device before it is used, and answers what is used in its place: a recording. */
  readonly wrap?: (connector: Connector) => Connector;
}

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openPrinter(config: PrinterConfig, { clock, log, wrap }: PrinterDeps): Printer {
  const { id } = config;
  const connector = connectorTo(config.at, clock);
  const line = superviseLine(wrap?.(connector) ?? connector, { device: id, clock, log });
  return createPrinter({ id, line, settings: config, clock });
}

function connectorTo(at: PrinterConfig['at'], clock: Clock): Connector {
  if ('host' in at) return tcpConnector(at, clock);
  return 'file' in at ? deviceFileConnector(at.file, clock) : serialConnector(at, clock);
}
