import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type IClientOptions, type IPublishPacket, type MqttClient } from 'mqtt';
import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { sendAtOnce } from '../../kernel/send-at-once.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { ExternalBrokerConfig } from './external-broker-config.ts';

const reconnectPlan = { firstMs: 500, maxMs: 15_000 };

export interface BrokerConnectionDeps {
  readonly site: string;
  readonly config: ExternalBrokerConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  /** Topic filters with their QoS. */
  readonly subscriptions: Readonly<Record<string, { readonly qos: 0 | 1 }>>;
  /** Calls back when the next message may come. */
  readonly onMessage: (topic: string, payload: Buffer, next: () => void) => void;
  /** Connected and subscribed; what was in flight on an earlier connection is not known to have arrived. */
  readonly onConnected: () => void;
}

export type BrokerConnection = ReturnType<typeof connectBroker>;

/**
 * Keeps a connection to the external broker. Each is a new MQTT client with a clean session and no store of its own: what has to be sent again
 * is known from the log and from the stations, never from a broker. MQTT 3.1.1 without retained messages, wills and
 * shared subscriptions, so that any broker will do.
 */
export function connectBroker(deps: BrokerConnectionDeps) {
  const { config, clock, log, site, incidents } = deps;
  const options = optionsOf(deps);
  let client: MqttClient | undefined;
  let online = false;
  let stopped = false;
  let attempt = 0;
  let cancelReconnect = () => {};

  function open(): void {
    const fresh = connect(config.url, options);
    client = fresh;
    // The acknowledgement to the broker is only flow control; that to the station is sent after the commit.
    fresh.handleMessage = (packet: IPublishPacket, done: () => void) =>
      deps.onMessage(packet.topic, Buffer.from(packet.payload), done);
    fresh.on('connect', () => subscribe(fresh));
    fresh.on('error', (error) => lost(messageOf(error)));
    fresh.once('close', () => closed(fresh));
  }

  function subscribe(fresh: MqttClient): void {
    sendAtOnce(fresh);
    fresh.subscribe({ ...deps.subscriptions }, (error, granted) => {
      if (fresh !== client || !fresh.connected) return;
      const refused = granted?.find(({ qos }) => qos === 128);
      if (error === null && refused === undefined) return connected();
      lost(error === null ? `it refuses the subscription to ${refused?.topic}` : messageOf(error));
      fresh.end(true);
    });
  }

  function connected(): void {
    online = true;
    attempt = 0;
    incidents.end('BROKER_UNREACHABLE', '');
    log.info({ event: 'gateway.broker_connected', site }, 'connected to the external broker');
    deps.onConnected();
  }

  function closed(gone: MqttClient): void {
    if (gone !== client) return;
    client = undefined;
    gone.end(true);
    online = false;
    if (stopped) return;
    lost('the connection is closed');
    cancelReconnect = clock.after(backoffMs(attempt, reconnectPlan), open);
    attempt += 1;
  }

  function lost(reason: string): void {
    if (stopped) return;
    const { code, message } = gatewayErrors.fault('BROKER_UNREACHABLE', `${hostOf(config.url)}: ${reason}`);
    incidents.report(code, '', message);
    log.warn({ event: 'gateway.broker_lost', code }, message);
  }

  open();
  return {
    isOnline: () => online,
    /** Publishes if there is a connection; `done` says whether the broker has it (at QoS 1: by its PUBACK). */
    publish(
      topic: string,
      payload: string | Buffer,
      qos: 0 | 1,
      done: (sent: boolean) => void = () => {},
    ): void {
      if (client === undefined || !online) done(false);
      else client.publish(topic, payload, { qos, retain: false }, (error) => done(!error));
    },
    async close(): Promise<void> {
      stopped = true;
      cancelReconnect();
      await client?.endAsync(true);
    },
  };
}

function optionsOf({ config, site }: BrokerConnectionDeps): IClientOptions {
  const { username, password, caFile, certFile, keyFile } = config;
  return {
    clientId: `packproof-gateway-${site}-${randomBytes(6).toString('hex')}`,
    protocolVersion: 4,
    clean: true,
    keepalive: 15,
    connectTimeout: 10_000,
    reconnectPeriod: 0,
    queueQoSZero: false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...fileOption('ca', caFile),
    ...fileOption('cert', certFile),
    ...fileOption('key', keyFile),
  };
}

function fileOption(name: 'ca' | 'cert' | 'key', file: string | undefined): IClientOptions {
  if (file === undefined) return {};
  try {
    return { [name]: readFileSync(file) };
  } catch (thrown) {
    throw gatewayErrors.fault('BROKER_FILE_UNREADABLE', messageOf(thrown), {
      place: `gateway.broker.${name}File`,
      cause: thrown,
    });
  }
}

/** Without a user name or password that might stand in the address. */
function hostOf(url: string): string {
  return new URL(url).host;
}
