import type { Duplex } from 'node:stream';
import type { PackproofError } from '../../kernel/errors.ts';
import type { EventSource, OutgoingEvent } from './event-source.ts';
import { publishHead } from './publish-frame.ts';
import { packetIdOf, SendWindow, type WindowLimits } from './send-window.ts';
import { subscriberErrors } from './subscriber-errors.ts';
import { matchesTopic } from './topic-filter.ts';

/** A station may invent types, so what was once decided is not kept for ever. */
const maxDecidedTopics = 1_000;
/** What is written at a time, unless one event alone is larger. */
const maxBytesPerWrite = 64 * 1024;

export interface SessionDeps {
  readonly clientId: string;
  readonly conn: Duplex;
  readonly source: Pick<EventSource, 'after' | 'end'>;
  readonly limits: WindowLimits;
  /** How long the socket may stay full. */
  readonly drainTimeoutMs: number;
  /** Whether it was granted events of a type. */
  readonly mayReceive: (type: string) => boolean;
  readonly nowMs: () => number;
  /** It can take more. */
  readonly onReady: () => void;
  readonly onStalled: (fault: PackproofError) => void;
  readonly onMoved: (cursor: number, sentUpTo: number) => void;
}

export type SubscriberSession = ReturnType<typeof createSession>;

/** One connected subscriber: reads the log from its own position, as far as its socket and its window take it. */
export function createSession(deps: SessionDeps, start: { cursor: number; sentUpTo: number }) {
  const { conn, source } = deps;
  const window = new SendWindow(deps.limits, start.cursor, start.sentUpTo);
  let subscriptions: Readonly<Record<string, 0 | 1>> = {};
  let qosByTopic = new Map<string, 0 | 1 | null>();
  let waits = false;
  let fullSinceMs: number | null = null;
  let ended = false;

  /** The highest QoS of the subscriptions that match, null without any (MQTT 3.1.1, 3.3.5). */
  function qosOf(event: OutgoingEvent): 0 | 1 | null {
    const known = qosByTopic.get(event.topic);
    if (known !== undefined) return known;
    if (qosByTopic.size >= maxDecidedTopics) qosByTopic.clear();
    const matching = Object.entries(subscriptions).filter(([filter]) => matchesTopic(filter, event.topic));
    const granted = matching.length > 0 && deps.mayReceive(event.type);
    const qos = granted ? (matching.some(([, each]) => each === 1) ? 1 : 0) : null;
    qosByTopic.set(event.topic, qos);
    return qos;
  }

  /** The packets of what fits, of at most `limit` entries of the log, and how many entries that went over. */
  function collect(limit: number): { readonly taken: number; readonly packets: readonly Buffer[] } {
    const packets: Buffer[] = [];
    const atMs = deps.nowMs();
    let bytes = 0;
    let taken = 0;
    for (const event of source.after(window.position, limit)) {
      if (bytes >= maxBytesPerWrite) break;
      const { cursor, topic, payload } = event;
      const qos = qosOf(event);
      const dup = qos === 1 && window.isRepetition(cursor);
      const offered = window.offer({ cursor, qos, bytes: payload.length, atMs });
      waits = offered === 'no-room';
      if (waits) break;
      taken += 1;
      if (offered === 'passed' || qos === null) continue;
      packets.push(publishHead(topic, payload.length, qos, packetIdOf(cursor), dup), payload);
      bytes += payload.length;
    }
    return { taken, packets };
  }

  function isReady(): boolean {
    return !ended && !waits && fullSinceMs === null && !conn.destroyed && window.position < source.end();
  }

  function onDrain(): void {
    fullSinceMs = null;
    if (isReady()) deps.onReady();
  }

  function end(): void {
    ended = true;
    conn.removeListener('drain', onDrain);
  }

  conn.on('drain', onDrain);
  return {
    isReady,
    /** Sends what fits, of at most `limit` entries of the log; says how many it went over. */
    pump(limit: number): number {
      if (!isReady()) return 0;
      const { taken, packets } = collect(limit);
      // In one piece: a system call for each event costs more than the copy.
      if (packets.length > 0) conn.write(Buffer.concat(packets));
      if (conn.writableNeedDrain) fullSinceMs = deps.nowMs();
      if (taken > 0) deps.onMoved(window.acknowledgedUpTo, window.sentUpTo);
      return taken;
    },
    acked(packetId: number): void {
      window.acked(packetId);
      deps.onMoved(window.acknowledgedUpTo, window.sentUpTo);
      if (!waits) return;
      waits = false;
      if (isReady()) deps.onReady();
    },
    setSubscriptions(next: Readonly<Record<string, 0 | 1>>): void {
      subscriptions = next;
      qosByTopic = new Map();
      if (isReady()) deps.onReady();
    },
    /** Ends a connection that has stood still for too long; the subscriber goes on where it was when it returns. */
    tick(): void {
      if (ended) return;
      const atMs = deps.nowMs();
      const full = fullSinceMs !== null && atMs - fullSinceMs > deps.drainTimeoutMs;
      if (!full && !window.isLate(atMs)) return;
      const why = full ? 'does not read' : 'does not acknowledge';
      end();
      const fault = subscriberErrors.fault('SUBSCRIBER_STALLED', `subscriber ${deps.clientId} ${why}`);
      deps.onStalled(fault);
      conn.destroy(fault);
    },
    end,
  };
}
