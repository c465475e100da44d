import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { chafonFamily } from '../../../protocols/uhf/chafon/session.ts';
import { thingMagicFamily } from '../../../protocols/uhf/thingmagic/session.ts';
import { yrm100Family } from '../../../protocols/uhf/yrm100/session.ts';
import type { Connector } from '../../line/connector.ts';
import { serialConnector } from '../../line/serial-connector.ts';
import { superviseLine } from '../../line/supervised-line.ts';
import { tcpConnector } from '../../line/tcp-connector.ts';
import type { RfidReader } from '../reader.ts';
import type { UhfConfig } from './uhf-config.ts';
import { createUhfReader } from './uhf-reader.ts';

const centi = (dbm: number) => Math.round(dbm * 100);

/** Makes the driver of a serial UHF module; nothing is opened before its `start`. */
export function openUhfReader(
  config: UhfConfig,
  deps: {
    readonly clock: Clock;
    readonly log: Log;
    readonly wrap?: (connector: Connector) => Connector;
  },
): RfidReader {
  const { id, reading } = config;
  const connector = connectorOf(config, deps.clock);
  const line = superviseLine(deps.wrap?.(connector) ?? connector, { device: id, ...deps });
  const common = { id, reading, line, ...deps };
  switch (config.kind) {
    case 'thingmagic': {
      const family = thingMagicFamily({ ...config, readPowerCdbm: centi(config.readPowerDbm) });
      return createUhfReader({ ...common, family });
    }
    case 'chafon':
      return createUhfReader({ ...common, family: chafonFamily(config) });
    case 'yrm100': {
      const family = yrm100Family({ ...config, powerCdbm: centi(config.powerDbm), query: config });
      return createUhfReader({ ...common, family });
    }
  }
}

function connectorOf({ path, host, port, baudRate }: UhfConfig, clock: Clock): Connector {
  if (host !== undefined && port !== undefined) return tcpConnector({ host, port }, clock);
  return serialConnector({ path: path ?? '', baudRate }, clock);
}
