import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Connector } from '../line/connector.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { tcpConnector } from '../line/tcp-connector.ts';
import { createLineScanner } from './line-scanner.ts';
import { allowList } from './network/allow-list.ts';
import { createTcpServerScanner } from './network/tcp-server-scanner.ts';
import { udpConnector } from './network/udp-connector.ts';
import { createUdpScanner } from './network/udp-scanner.ts';
import type { Scanner } from './scanner.ts';
import type { ScannerConfig } from './scanner-config.ts';

export interface ScannerDeps {
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openScanner(config: ScannerConfig, deps: ScannerDeps): Scanner {
  const { boot, clock, log } = deps;
  const { id } = config;
  const lineTo = (connector: Connector) => superviseLine(connector, { device: id, clock, log });
  switch (config.kind) {
    case 'serial':
      return createLineScanner({
        ...config,
        ...deps,
        line: lineTo(serialConnector(config, clock)),
        frames: config,
      });
    case 'tcp-client':
      return createLineScanner({
        ...config,
        ...deps,
        line: lineTo(tcpConnector(config, clock)),
        frames: config,
      });
    case 'tcp-server':
      return createTcpServerScanner({ ...config, ...deps, frames: config, mayTalk: allowList(config.allow) });
    case 'udp':
      return createUdpScanner({
        id,
        line: lineTo(udpConnector({ ...config, mayTalk: allowList(config.allow) })),
        frames: config,
        boot,
        clock,
      });
  }
}
