import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Connector } from '../line/connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { tcpConnector } from '../line/tcp-connector.ts';
import { createLlrpReader } from './llrp/llrp-reader.ts';
import { openImpinjHttpReader, openMqttReader } from './mqtt/open-mqtt-reader.ts';
import type { RfidReader } from './reader.ts';
import type { ReaderConfig } from './reader-config.ts';
import { openUhfReader } from './uhf/open-uhf-reader.ts';

export interface ReaderDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Is given each way to the device before it is used, and answers what is used in its place: a recording. */
  readonly wrap?: (connector: Connector) => Connector;
}

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openReader(config: ReaderConfig, deps: ReaderDeps): RfidReader {
  const { clock, log } = deps;
  const lineTo = (connector: Connector) =>
    superviseLine(deps.wrap?.(connector) ?? connector, { device: config.id, clock, log });
  switch (config.kind) {
    case 'llrp':
      return createLlrpReader({ config, line: lineTo(tcpConnector(config, clock)), ...deps });
    case 'thingmagic':
    case 'chafon':
    case 'yrm100':
      return openUhfReader(config, deps);
    case 'zebra-mqtt':
    case 'impinj-mqtt':
      return openMqttReader(config, deps);
    case 'impinj-http':
      return openImpinjHttpReader(config, deps);
  }
}
