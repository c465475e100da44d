import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Connector } from '../line/connector.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { tcpConnector } from '../line/tcp-connector.ts';
import type { Dialect } from './dialect.ts';
import { lineDialect } from './line-dialect.ts';
import type { Scale } from './scale.ts';
import type { ScaleConfig } from './scale-config.ts';
import { createScale } from './scale-driver.ts';
import { sicsDialect } from './sics-dialect.ts';
import { toledoDialect } from './toledo-dialect.ts';

export interface ScaleDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Is given each way to the device before it is used, and answers what is used in its place: a recording. */
  readonly wrap?: (connector: Connector) => Connector;
}

/** A scale that sends by itself is never polled. */
const noPolls = { pollMs: 1_000, weighPollMs: 1_000 };

/** Makes the driver that a configuration asks for; nothing is opened before its `start`. */
export function openScale(config: ScaleConfig, { clock, log, wrap }: ScaleDeps): Scale {
  const { id } = config;
  const connector = connectorTo(config.at, clock);
  const line = superviseLine(wrap?.(connector) ?? connector, { device: id, clock, log });
  const make = <State>(dialect: Dialect<State>) =>
    createScale({ id, line, dialect, settings: { ...noPolls, ...config }, clock });
  switch (config.kind) {
    case 'mt-sics':
      return make(sicsDialect);
    case 'toledo-continuous':
      return make(toledoDialect(config));
    case 'line':
      return make(lineDialect(config));
  }
}

function connectorTo(at: ScaleConfig['at'], clock: Clock): Connector {
  return 'path' in at ? serialConnector(at, clock) : tcpConnector(at, clock);
}
