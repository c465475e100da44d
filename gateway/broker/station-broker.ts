import type { Duplex } from 'node:stream';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import {
  ackTopic,
  factsTopic,
  parseStationClientId,
  reportTopic,
  workTopic,
} from '../../protocols/wire/topics.ts';
import type { WorkPoke } from '../../protocols/wire/work.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Waiting } from '../log/arrival.ts';
import { brokerOptions, closeBroker, countFaults } from './broker-life.ts';
import { type FactsLane, openFactsLane } from './facts-lane.ts';
import type { StationReports } from './station-reports.ts';

export interface StationBrokerDeps {
  readonly site: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly refusals: Refusals;
  readonly reports: StationReports;
  /** Stores what arrived; calls back when it is durable, or with the fault of the store. */
  readonly submit: (arrival: Waiting, settle: (fault: PackproofError | null) => void) => void;
  /** The cumulative acknowledgement of a station as it stands. */
  readonly ackOf: (station: string) => FactAck;
  /** Where the replica of work stands; null before there is one. */
  readonly workPoke: () => WorkPoke | null;
  /** A station came again before its connection had ended. */
  readonly onTakeover: (station: string) => void;
}

export type StationBroker = Awaited<ReturnType<typeof startStationBroker>>;
/** What the gateway asks of whatever connects its stations. */
export type Stations = Omit<StationBroker, 'handOver' | 'close'>;

/**
 * The broker of a site's stations. aedes answers with the PUBACK as soon as `authorizePublish` calls back, before
 * anything else happens to the message: so that is where facts are committed.
 */
export async function startStationBroker(deps: StationBrokerDeps) {
  const { site } = deps;
  const connected = new Map<string, Client>();
  const listening = new Map<string, Client>();
  const lanes = new WeakMap<Client['conn'], FactsLane>();

  const broker = await Aedes.createBroker({
    ...brokerOptions,
    authorizePublish: (client, packet, done) => {
      const station = client === null ? undefined : stationOf(client);
      if (client === null || station === undefined) return done(new Error('only stations publish here'));
      receive(client, station, packet, done);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const station = stationOf(client);
      const own =
        station !== undefined && [ackTopic(site, station), workTopic(site)].includes(subscription.topic);
      if (!own) deps.refusals.count(forbidden('MQTT_SUBSCRIBE_FORBIDDEN', client, subscription.topic));
      done(null, own ? subscription : null);
    },
    // What a station publishes is for the gateway alone; only the gateway's own messages go out.
    authorizeForward: (_client, packet) => (isFromClient(packet) ? null : packet),
  });
  keepFromRouting(broker);
  countFaults(broker, deps.refusals, deps.log);

  function receive(
    client: Client,
    station: string,
    packet: PublishPacket,
    done: (error?: Error | null) => void,
  ): void {
    const { topic } = packet;
    const payload = toBuffer(packet.payload);
    packet.retain = false;
    if (topic === reportTopic(site, station)) {
      deps.reports.take(station, payload);
      done(null);
    } else if (topic === factsTopic(site, station)) {
      submit(client, { kind: 'unread', site, station, topic, payloads: [payload] }, done);
    } else if (isOwnUnknown(site, station, topic)) {
      deps.refusals.count(gatewayErrors.fault('MQTT_TOPIC_UNKNOWN', topic.slice(0, 200)), { station });
      submit(client, { kind: 'refused', code: 'MQTT_TOPIC_UNKNOWN', station, topic, payload }, done);
    } else {
      const fault = forbidden('MQTT_PUBLISH_FORBIDDEN', client, topic);
      deps.refusals.count(fault);
      done(fault);
    }
  }

  /** On a fault the callback is never called: an error there could make a client take its message for done. */
  function submit(client: Client, arrival: Waiting, done: (error?: Error | null) => void): void {
    deps.submit(arrival, (fault) => {
      if (fault === null) done(null);
      else client.conn.destroy();
    });
  }

  broker.preConnect = (_client, packet, done) => {
    const named = parseStationClientId(packet.clientId);
    const before = named === null ? undefined : connected.get(named.station);
    if (named !== null && before !== undefined && !before.closed) deps.onTakeover(named.station);
    done(null, true);
  };
  broker.on('client', (client) => {
    const station = stationOf(client);
    if (station !== undefined) connected.set(station, client);
  });
  broker.on('clientReady', (client) => lanes.get(client.conn)?.open());
  broker.on('clientDisconnect', (client) => {
    const station = stationOf(client);
    // A station that came back may have taken the place of its old connection already.
    for (const clients of [connected, listening]) {
      if (station !== undefined && clients.get(station) === client) clients.delete(station);
    }
  });
  // A station learns at once where it stands, instead of waiting for its next fact or the next change of work.
  broker.on('subscribe', (subscriptions, client) => {
    const station = stationOf(client);
    if (station === undefined || client.closed) return;
    for (const { topic, qos } of subscriptions) {
      if (qos > 2) continue;
      if (topic === ackTopic(site, station)) {
        listening.set(station, client);
        // Behind the SUBACK, in a turn of its own: to many clients they count in this order.
        setImmediate(() => acknowledge(station, deps.ackOf(station)));
      }
      const poke = topic === workTopic(site) ? deps.workPoke() : null;
      if (poke !== null) client.publish(message(topic, poke), ignoreFault);
    }
  });

  /** Straight to the station's own connection: one that does not read its acknowledgements holds up no other. */
  function acknowledge(station: string, ack: FactAck): void {
    const client = listening.get(station);
    if (client !== undefined) lanes.get(client.conn)?.acknowledge(ack);
  }

  function handOver(stream: Duplex, { name: station }: Pick<Caller, 'name'>): void {
    const topic = factsTopic(site, station);
    const lane = openFactsLane({
      stream,
      clock: deps.clock,
      factsTopic: topic,
      ackTopic: ackTopic(site, station),
      submit: (payloads, settle) => deps.submit({ kind: 'unread', site, station, topic, payloads }, settle),
    });
    lanes.set(stream, lane);
    broker.handle(stream);
  }

  return {
    handOver,
    acknowledge,
    pokeWork: (poke: WorkPoke) => broker.publish(message(workTopic(site), poke), ignoreFault),
    isConnected: (station: string) => connected.has(station),
    connectedStations: () => [...connected.keys()],
    reportOf: deps.reports.of,
    close: () => closeBroker(broker),
  };
}

/**
 * What a station publishes ends with its commit. Routed on, it would reach nobody, at a third of all that a message costs:
 * aedes asks three stores for its subscribers first.
 */
function keepFromRouting(broker: Aedes): void {
  const route = broker.publish.bind(broker) as (...args: unknown[]) => void;
  broker.publish = (packet: PublishPacket, client: unknown, done?: (error?: Error) => void) => {
    if (typeof client === 'object' && client !== null) done?.();
    else route(packet, client, done);
  };
}

/** A lost acknowledgement or poke does no harm: the next one says the same, and a reconnect asks for it. */
function ignoreFault(): void {}

function stationOf(client: Client): string | undefined {
  return parseStationClientId(client.id)?.station;
}

function isOwnUnknown(site: string, station: string, topic: string): boolean {
  const own = factsTopic(site, station).slice(0, -'facts'.length);
  return topic.startsWith(own) && topic !== ackTopic(site, station);
}

function isFromClient(packet: object): boolean {
  return (packet as { clientId?: string }).clientId !== undefined;
}

function toBuffer(payload: string | Buffer): Buffer {
  return typeof payload === 'string' ? Buffer.from(payload) : payload;
}

function message(topic: string, body: unknown): PublishPacket {
  return { cmd: 'publish', topic, qos: 0, payload: JSON.stringify(body), retain: false, dup: false };
}

function forbidden(
  code: 'MQTT_PUBLISH_FORBIDDEN' | 'MQTT_SUBSCRIBE_FORBIDDEN',
  client: Client,
  topic: string,
): PackproofError {
  return gatewayErrors.fault(code, `${client.id} may not use ${topic.slice(0, 200)}`, {
    place: topic.slice(0, 200),
  });
}
