import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Connector } from '../line/connector.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { tcpConnector } from '../line/tcp-connector.ts';
import type { HidAccess } from './hid/hid-access.ts';
import type { HidConnectorOptions } from './hid/hid-connector.ts';
import { createHidPosScanner } from './hid/hid-pos-scanner.ts';
import { keyboardHold } from './hid/keyboard-hold.ts';
import { createKeyboardScanner } from './hid/keyboard-scanner.ts';
import { nodeHidAccess } from './hid/node-hid-access.ts';
import { createLineScanner } from './line-scanner.ts';
import { allowList } from './network/allow-list.ts';
import { createTcpServerScanner } from './network/tcp-server-scanner.ts';
import { udpConnector } from './network/udp-connector.ts';
import { createUdpScanner } from './network/udp-scanner.ts';
import type { Scanner } from './scanner.ts';
import type { ConfigOf, ScannerConfig } from './scanner-config.ts';
import { createSsiScanner } from './ssi/ssi-scanner.ts';

export interface ScannerDeps {
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
  /** The HID devices of the machine, if not by node-hid. */
  readonly hid?: HidAccess;
  /** How what a keyboard types is kept from other programs, if not as the machine's kernel can. */
  readonly hold?: HidConnectorOptions['hold'];
  /** Is given each way to the device before it is used, and answers what is used in its place: a recording. */
  readonly wrap?: (connector: Connector) => Connector;
}

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openScanner(config: ScannerConfig, deps: ScannerDeps): Scanner {
  const { boot, clock, log } = deps;
  const { id } = config;
  const lineTo = (connector: Connector) =>
    superviseLine(deps.wrap?.(connector) ?? connector, { device: id, clock, log });
  switch (config.kind) {
    case 'serial':
      return createLineScanner({
        ...config,
        ...deps,
        line: lineTo(serialConnector(config, clock)),
        frames: config,
      });
    case 'ssi':
      return createSsiScanner({ ...deps, id, line: lineTo(serialConnector(config, clock)), text: config });
    case 'hid-pos':
      return createHidPosScanner({ ...config, ...deps, ...hidDeps(config, deps) });
    case 'keyboard': {
      const hold = deps.hold ?? keyboardHold({ clock, platform: process.platform });
      return createKeyboardScanner({
        ...config,
        ...deps,
        ...hidDeps(config, deps),
        scans: { terminators: config.terminators, separatorKeys: separatorKeys(config.gs) },
        hold: config.exclusive ? hold : undefined,
      });
    }
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

function hidDeps(config: ConfigOf<'hid-pos'> | ConfigOf<'keyboard'>, { hid, clock }: ScannerDeps) {
  return { selection: config, text: config, access: hid ?? nodeHidAccess(clock) };
}

/** A function key that stands for GS arrives as a key, not as text. */
function separatorKeys(gs: string | undefined): string[] {
  const key = /^\{?(f\d{1,2})\}?$/i.exec(gs ?? '')?.[1];
  return key === undefined ? [] : [key.toUpperCase()];
}
