import { hostname } from 'node:os';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import { zebraCommand } from '../../../protocols/reader-json/events.ts';
import { superviseLine } from '../../line/supervised-line.ts';
import type { RfidReader } from '../reader.ts';
import type { BrokerSettings } from './broker-link.ts';
import { httpStreamConnector } from './http-stream-connector.ts';
import { createHttpReader } from './impinj-http-reader.ts';
import { impinjAsk } from './impinj-rest.ts';
import type { ImpinjHttpConfig, ImpinjMqttConfig, ZebraMqttConfig } from './mqtt-config.ts';
import { type AskReader, createMqttReader } from './mqtt-reader.ts';

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
}

/** Makes the driver of a reader that sends JSON; nothing is opened before its `start`. */
export function openMqttReader(config: ZebraMqttConfig | ImpinjMqttConfig, deps: Deps): RfidReader {
  const { id, reading } = config;
  const common = { id, reading, stops: config.onClose === 'stop', ...deps };
  if (config.kind === 'zebra-mqtt') {
    const { data, events = [], control } = config.topics;
    const broker = brokerOf(config, [
      ...data,
      ...events,
      ...(control === undefined ? [] : [control.response]),
    ]);
    const ask = control === undefined ? null : zebraAsk(control.command);
    return createMqttReader({ ...common, maker: 'zebra', broker, ask, silentMs: config.silentMs });
  }
  const broker = brokerOf(config, config.topics.data);
  const { rest } = config;
  const ask: AskReader | null =
    rest === undefined
      ? null
      : (command, request, { answered }) => impinjAsk(rest, answered)(command, request);
  const silentMs = rest === undefined ? null : config.silentMs;
  return createMqttReader({ ...common, maker: 'impinj', broker, ask, silentMs });
}

export function openImpinjHttpReader(config: ImpinjHttpConfig, deps: Deps): RfidReader {
  const { id, reading, silentMs, control, onClose } = config;
  const line = superviseLine(httpStreamConnector(config, deps.clock), { device: id, ...deps });
  const ask = control ? (answered: Parameters<typeof impinjAsk>[1]) => impinjAsk(config, answered) : null;
  return createHttpReader({ id, reading, stops: onClose === 'stop', line, silentMs, ask, ...deps });
}

function brokerOf(config: ZebraMqttConfig | ImpinjMqttConfig, filters: readonly string[]): BrokerSettings {
  const { url, username, password, tls, id } = config;
  // It stays the same over restarts, so that the broker knows what it keeps for whom.
  const clientId = config.clientId ?? `packproof-${hostname()}-${id}`;
  return { url, username, password, tls, clientId, filters: [...new Set(filters)] };
}

/** The answer comes through the subscription, under the identifier that the command had. */
function zebraAsk(topic: string): AskReader {
  return (command, id, { publish }) => {
    const payload = command === 'start' ? { doNotPersistState: true } : {};
    publish(topic, zebraCommand(command === 'status' ? 'get_status' : command, id, payload));
  };
}
