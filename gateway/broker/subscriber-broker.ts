import type { Socket } from 'node:net';
import { Aedes, type Client } from 'aedes';
import type { Log } from '../../kernel/log.ts';
import { type FactEvent, topicLevelOf } from '../../protocols/wire/event.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';
import { brokerOptions, closeBroker, countFaults } from './broker-life.ts';

const maxSubscriptions = 50;

export interface SubscriberBrokerDeps {
  readonly site: string;
  readonly log: Log;
  readonly refusals: Refusals;
}

export type SubscriberBroker = Awaited<ReturnType<typeof startSubscriberBroker>>;

/** The broker of back-office subscribers: they listen below the site's events topic and publish nothing. */
export async function startSubscriberBroker(deps: SubscriberBrokerDeps) {
  const prefix = eventsTopic(deps.site, '');
  const subscribed = new WeakMap<Client, Set<string>>();
  const listening = new Set<Client>();

  const broker = await Aedes.createBroker({
    ...brokerOptions,
    authorizePublish: (client, packet, done) => {
      const fault = gatewayErrors.fault(
        'MQTT_PUBLISH_FORBIDDEN',
        `subscriber ${client?.id} published to ${packet.topic}`,
      );
      deps.refusals.count(fault);
      done(fault);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const { topic } = subscription;
      const topics = subscribed.get(client) ?? new Set();
      subscribed.set(client, topics);
      const allowed = topic.startsWith(prefix) && (topics.has(topic) || topics.size < maxSubscriptions);
      if (allowed) topics.add(topic);
      else
        deps.refusals.count(
          gatewayErrors.fault('MQTT_SUBSCRIBE_FORBIDDEN', `${client.id} may not use ${topic}`),
        );
      done(null, allowed ? subscription : null);
    },
  });
  countFaults(broker, deps.refusals, deps.log);
  broker.on('subscribe', (_subscriptions, client) => {
    if (!client.closed) listening.add(client);
  });
  broker.on('clientDisconnect', (client) => listening.delete(client));

  return {
    handOver: (socket: Socket) => void broker.handle(socket),
    /** Whether anyone would hear an event. */
    hasListeners: () => listening.size > 0,
    /** Resolves when the event was written to every subscriber, or given up on those who do not read. */
    publish: (event: FactEvent): Promise<void> =>
      new Promise((resolve) => {
        const topic = eventsTopic(deps.site, topicLevelOf(event));
        const payload = JSON.stringify(event);
        // QoS 1 here lets each subscription choose its own: aedes lowers it to what was asked for.
        broker.publish({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false }, () =>
          resolve(),
        );
      }),
    close: () => closeBroker(broker),
  };
}
