import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { BatchedWrites } from '../fan-out/batched-writes.ts';
import type { EventSource, OutgoingEvent } from '../fan-out/event-source.ts';
import { packetIdOf, SendWindow } from '../fan-out/send-window.ts';
import type { Cursors } from '../log/cursors.ts';
import type { BrokerConnection } from './broker-connection.ts';

const limits = { events: 200, bytes: 4 * 1024 * 1024, ackTimeoutMs: Number.POSITIVE_INFINITY };
const eventsPerTurn = 50;
const positionName = 'external-broker';

export interface ExternalEventsDeps {
  readonly source: EventSource;
  readonly cursors: Pick<Cursors, 'position' | 'setPosition'>;
  readonly writes: Pick<BatchedWrites, 'soon'>;
  readonly connection: Pick<BrokerConnection, 'publish' | 'isOnline'>;
  readonly log: Log;
}

/**
 * Publishes the log to the external broker, each event until the broker has acknowledged it, from a durable place of its own:
 * after a restart or a lost connection some events come again, none is left out.
 */
export function createExternalEvents(deps: ExternalEventsDeps) {
  const { source, cursors, writes, connection } = deps;
  // The log may have been put back to an earlier state.
  let window = new SendWindow(limits, Math.min(cursors.position(positionName), source.end()), 0);
  let connections = 0;
  let running = false;

  function run(): void {
    running = false;
    if (!connection.isOnline()) return;
    let room = true;
    for (const event of eventsToSend()) {
      room = send(event);
      if (!room) break;
    }
    // Without room the next acknowledgement goes on.
    if (room) poke();
  }

  function eventsToSend(): readonly OutgoingEvent[] {
    try {
      return source.after(window.position, eventsPerTurn);
    } catch (thrown) {
      deps.log.error({ event: 'gateway.external_events_failed', err: thrown }, messageOf(thrown));
      return [];
    }
  }

  function send({ cursor, topic, payload }: OutgoingEvent): boolean {
    const offered = window.offer({ cursor, qos: 1, bytes: payload.length, atMs: 0 });
    if (offered === 'no-room') return false;
    const packetId = packetIdOf(cursor);
    const connectionThen = connections;
    connection.publish(topic, payload, 1, (sent) => {
      if (sent && connectionThen === connections) acknowledged(packetId);
    });
    return true;
  }

  function acknowledged(packetId: number): void {
    window.acked(packetId);
    const cursor = window.acknowledgedUpTo;
    writes.soon(positionName, () => cursors.setPosition(positionName, cursor));
    poke();
  }

  /** There may be something to send. Each turn of the event loop sends a little, so that ingest is not held up. */
  function poke(): void {
    if (running || window.position >= source.end()) return;
    running = true;
    setImmediate(run);
  }

  return {
    poke,
    connected(): void {
      connections += 1;
      window = new SendWindow(limits, window.acknowledgedUpTo, window.sentUpTo);
      poke();
    },
    cursor: () => window.acknowledgedUpTo,
  };
}
