import { Readable } from 'node:stream';
import type { Client, Subscription } from 'aedes';

export interface SessionStoreDeps {
  /** The subscriptions that are kept for a client id. */
  readonly subscriptionsOf: (clientId: string) => Readonly<Record<string, 0 | 1>>;
  readonly subscribe: (client: Client) => void;
  readonly unsubscribe: (client: Client, filters: readonly string[]) => void;
  /** A client asked for a clean session: what was kept for it ends. */
  readonly forget: (clientId: string) => void;
}

type Identified = Pick<Client, 'id'>;

/**
 * What aedes takes for its persistence. The session of a subscriber is its subscriptions and its cursor in the log: no
 * message is ever kept here, for all of them are in the log. Wills and retained messages do not exist on this broker.
 */
export function createSessionStore(deps: SessionStoreDeps) {
  return {
    // aedes insists on an async function.
    async setup(): Promise<void> {},
    /** Called once for each subscription of a packet; which of them were granted is known elsewhere. */
    async addSubscriptions(client: Client): Promise<void> {
      deps.subscribe(client);
    },
    async removeSubscriptions(client: Client, filters: readonly string[]): Promise<void> {
      deps.unsubscribe(client, filters);
    },
    /** With any, CONNACK says that the session is present (MQTT 3.1.1, 3.2.2.2). */
    async subscriptionsByClient({ id }: Identified): Promise<Subscription[]> {
      return Object.entries(deps.subscriptionsOf(id)).map(([topic, qos]) => ({ topic, qos }));
    },
    async cleanSubscriptions({ id }: Identified): Promise<void> {
      deps.forget(id);
    },
    subscriptionsByTopic: async () => [],
    /** PUBACK: aedes hands this on as the packet of its event `ack`. */
    outgoingClearMessageId: async (_client: Client, packet: object) => packet,
    outgoingEnqueue: async () => undefined,
    outgoingEnqueueCombi: async () => undefined,
    outgoingUpdate: async () => undefined,
    outgoingStream: () => Readable.from([]),
    createRetainedStreamCombi: () => Readable.from([]),
    storeRetained: async () => undefined,
    cleanIncoming: async () => undefined,
    // Nobody publishes here, with QoS 2 neither; whoever releases what it never sent is told that it is done (MQTT 3.1.1, 4.3.3).
    incomingStorePacket: async () => undefined,
    incomingGetPacket: async () => undefined,
    incomingDelPacket: async () => undefined,
    putWill: async () => undefined,
    delWill: async () => undefined,
    streamWill: () => Readable.from([]),
    destroy: async () => undefined,
  };
}
