import type { Duplex } from 'node:stream';
import { Aedes, type Client, type Subscription } from 'aedes';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { Log } from '../../kernel/log.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import type { DurableSubscribers } from '../fan-out/durable-subscribers.ts';
import type { EventSource } from '../fan-out/event-source.ts';
import type { FanOut } from '../fan-out/fan-out.ts';
import type { WindowLimits } from '../fan-out/send-window.ts';
import { createSession, type SubscriberSession } from '../fan-out/subscriber-session.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import { mayHearType } from '../identity/caller.ts';
import type { Refusals } from '../ingest/refusals.ts';
import { brokerOptions, closeBroker, countFaults } from './broker-life.ts';
import { createSessionStore } from './session-store.ts';

const maxSubscriptions = 50;
/**
 * What one subscriber may have unacknowledged. Many clients hold their acknowledgements back for 40 ms (Nagle's algorithm against
 * delayed acknowledgements of TCP): with these, such a one still gets thousands of events a second, and a hundred frozen ones cost 25 MB.
 */
const window = { events: 400, bytes: 256 * 1024 };

export interface SubscriberBrokerDeps {
  readonly site: string;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly source: EventSource;
  readonly fanOut: FanOut;
  readonly durable: DurableSubscribers;
  /** How long a subscriber may read nothing. */
  readonly drainTimeoutMs: number;
  /** How long it may leave an event unacknowledged. */
  readonly ackTimeoutMs: number;
}

/** A connected client; it follows the log once it has a subscription. */
interface Connected {
  readonly caller: Caller;
  session: SubscriberSession | null;
}

export type SubscriberBroker = Awaited<ReturnType<typeof startSubscriberBroker>>;

/**
 * The broker of back-office subscribers: they listen below the site's events topic and publish nothing. aedes speaks the
 * protocol; what a subscriber gets is read from the log for it alone, from its own cursor, as fast as it takes it.
 */
export async function startSubscriberBroker(deps: SubscriberBrokerDeps) {
  const { durable, fanOut, refusals, source } = deps;
  const prefix = eventsTopic(deps.site, '');
  const limits: WindowLimits = { ...window, ackTimeoutMs: deps.ackTimeoutMs };
  const callers = new WeakMap<Client, Caller>();
  /** What each client may subscribe to of what it asked for, with its QoS. */
  const granted = new WeakMap<Client, Map<string, 0 | 1>>();
  const connected = new Map<Client, Connected>();

  const broker = await Aedes.createBroker({
    ...brokerOptions,
    // It holds up nobody but itself here.
    drainTimeout: deps.drainTimeoutMs,
    persistence: createSessionStore({
      subscriptionsOf: (clientId) => durable.find(clientId)?.subscriptions ?? {},
      subscribe: (client) =>
        durable.subscribe(client.id, ownerOf(client), Object.fromEntries(grantedTo(client))),
      unsubscribe: (client, filters) => durable.unsubscribe(client.id, filters),
      forget: durable.forget,
    }),
    authenticate: (client, _name, _password, done) => {
      const holder = ownerOfId(client.id);
      if (holder === null || holder === ownerOf(client)) return done(null, true);
      const fault = gatewayErrors.fault('MQTT_CLIENT_ID_REFUSED', `${client.id} is the client id of another`);
      refusals.count(fault);
      // 2: identifier rejected (MQTT 3.1.1, 3.2.2.3).
      done(Object.assign(fault, { returnCode: 2 as const }), false);
    },
    authorizePublish: (client, packet, done) => {
      const message = `subscriber ${client?.id} published to ${packet.topic.slice(0, 200)}`;
      const fault = gatewayErrors.fault('MQTT_PUBLISH_FORBIDDEN', message);
      refusals.count(fault);
      done(fault);
    },
    authorizeSubscribe: (client, subscription, done) => {
      const fault = subscriptionFault(client, subscription);
      if (fault !== null) refusals.count(fault);
      done(null, fault === null ? subscription : null);
    },
  });
  countFaults(broker, refusals, deps.log);

  function ownerOf(client: Client): string {
    return callers.get(client)?.name ?? '';
  }

  /** Whose client id that is, null if anyone's: nobody may take over, or end, a session that is not its own. */
  function ownerOfId(clientId: string): string | null {
    for (const [client, { caller }] of connected) if (client.id === clientId) return caller.name;
    return durable.find(clientId)?.owner ?? null;
  }

  function grantedTo(client: Client): Map<string, 0 | 1> {
    const filters = granted.get(client) ?? new Map<string, 0 | 1>();
    granted.set(client, filters);
    return filters;
  }

  function subscriptionFault(client: Client, { topic, qos }: Subscription): PackproofError | null {
    const filters = grantedTo(client);
    const fits = filters.has(topic) || filters.size < maxSubscriptions;
    if (!topic.startsWith(prefix) || !fits || namesOthers(client, topic.slice(prefix.length))) {
      const message = `${client.id} may not use ${topic.slice(0, 200)}`;
      return gatewayErrors.fault('MQTT_SUBSCRIBE_FORBIDDEN', message);
    }
    if (!client.clean && !durable.hasRoomFor(client.id)) return durable.tooMany(client.id);
    // Events go out with QoS 1 at most; a subscription with 2 gets them so (MQTT 3.1.1, 3.8.4).
    filters.set(topic, qos === 0 ? 0 : 1);
    return null;
  }

  /** A type that was not granted is refused where it is named; of what wildcards match, the granted types are sent. */
  function namesOthers(client: Client, filter: string): boolean {
    const caller = callers.get(client);
    const wild = filter.includes('+') || filter.includes('#');
    return caller === undefined || (!wild && !mayHearType(caller, filter));
  }

  function follow(client: Client): void {
    const here = connected.get(client);
    if (here === undefined) return;
    const subscriptions = Object.fromEntries(grantedTo(client));
    if (Object.keys(subscriptions).length === 0) {
      rest(here);
      return;
    }
    here.session ??= open(client, here.caller);
    here.session.setSubscriptions(subscriptions);
    fanOut.add(here.session);
  }

  function open(client: Client, caller: Caller): SubscriberSession {
    const end = source.end();
    const { cursor, sentUpTo } = (client.clean ? undefined : durable.find(client.id)) ?? {
      cursor: end,
      sentUpTo: end,
    };
    return createSession(
      {
        clientId: client.id,
        conn: client.conn,
        source,
        limits,
        drainTimeoutMs: deps.drainTimeoutMs,
        mayReceive: (type) => mayHearType(caller, type),
        nowMs: fanOut.nowMs,
        onReady: fanOut.poke,
        onStalled: (fault) => refusals.count(fault, { client: client.id }),
        onMoved: (reached, sent) => {
          if (!client.clean) durable.moved(client.id, reached, sent);
        },
      },
      { cursor, sentUpTo },
    );
  }

  function rest(here: Connected): void {
    if (here.session !== null) fanOut.remove(here.session);
    here.session = null;
  }

  broker.on('clientReady', (client) => {
    const caller = callers.get(client);
    if (caller === undefined || client.closed) return;
    connected.set(client, { caller, session: null });
    if (!client.clean) durable.setConnected(client.id, true);
    follow(client);
  });
  broker.on('clientDisconnect', (client) => {
    const here = connected.get(client);
    if (here === undefined) return;
    rest(here);
    connected.delete(client);
    if (!client.clean) durable.setConnected(client.id, false);
  });
  broker.on('subscribe', (_subscriptions, client) => {
    if (!client.closed) follow(client);
  });
  broker.on('unsubscribe', (filters, client) => {
    if (client.closed) return;
    for (const filter of filters) grantedTo(client).delete(filter);
    follow(client);
  });
  broker.on('ack', (packet, client) => {
    if (packet?.messageId !== undefined) connected.get(client)?.session?.acked(packet.messageId);
  });

  return {
    handOver(socket: Duplex, caller: Caller): void {
      callers.set(broker.handle(socket), caller);
    },
    /** The place of a subscriber in the log was changed: who is connected goes on from there. */
    replaced(clientId: string): void {
      for (const [client, here] of connected) {
        if (client.id !== clientId || client.clean) continue;
        rest(here);
        follow(client);
      }
    },
    /** Ends the connection of a subscriber, who is then told that nothing is kept for it. */
    disconnect(clientId: string): void {
      for (const client of connected.keys()) if (client.id === clientId) client.conn.destroy();
    },
    connectedClients: () => connected.size,
    close: () => closeBroker(broker),
  };
}
