import { type FactEvent, topicLevelOf } from '../../protocols/wire/event.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';

const maxCachedEvents = 4_096;
const maxCachedBytes = 8 * 1024 * 1024;
/** Read at a time: the store keeps facts in runs, and to begin in the middle of one costs all of it. */
const eventsPerRead = 128;

/** An event as it goes out; its payload is shared by all who get it. */
export interface OutgoingEvent {
  readonly cursor: number;
  readonly event: FactEvent;
  /** The type without its prefix: the last level of the topic. */
  readonly type: string;
  readonly topic: string;
  readonly payload: Buffer;
}

export type EventSource = ReturnType<typeof createEventSource>;

interface EventSourceDeps {
  readonly factLog: Pick<FactLog, 'read' | 'cursor'>;
  readonly epochs: Pick<LogEpochs, 'current'>;
  readonly site: string;
}

/**
 * Reads the log for all who follow it. Those at nearly the same place share what was read and encoded once. Each event names the
 * numbering that its position is of, so that who keeps a position finds out when the log was put back.
 */
export function createEventSource({ factLog, epochs, site }: EventSourceDeps) {
  const cached = new Map<number, OutgoingEvent>();
  let bytes = 0;
  let { epoch } = epochs.current();

  /** What was read before a new numbering began is read anew. */
  function renumber(): void {
    const now = epochs.current().epoch;
    if (now === epoch) return;
    epoch = now;
    cached.clear();
    bytes = 0;
  }

  function keep(event: OutgoingEvent): void {
    if (cached.has(event.cursor)) return;
    cached.set(event.cursor, event);
    bytes += event.payload.length;
    for (const [cursor, { payload }] of cached) {
      if (cached.size <= maxCachedEvents && bytes <= maxCachedBytes) break;
      cached.delete(cursor);
      bytes -= payload.length;
    }
  }

  function fromCache(after: number, limit: number): OutgoingEvent[] {
    const run: OutgoingEvent[] = [];
    for (let next = cached.get(after + 1); next !== undefined; next = cached.get(next.cursor + 1)) {
      run.push(next);
      if (run.length === limit) break;
    }
    return run;
  }

  return {
    /** The end of the log. */
    end: () => factLog.cursor(),
    /** At least one event behind a position, in the order of the log, if there is any; at most `limit`. */
    after(position: number, limit: number): readonly OutgoingEvent[] {
      if (position >= factLog.cursor()) return [];
      renumber();
      const known = fromCache(position, limit);
      if (known.length > 0) return known;
      const { events } = factLog.read({ after: position, limit: eventsPerRead });
      const read = events.map((event) => outgoing(event, epoch, site));
      for (const event of read) keep(event);
      return read.slice(0, limit);
    },
  };
}

function outgoing({ data, ...head }: FactEvent, epoch: string, site: string): OutgoingEvent {
  const event: FactEvent = { ...head, packproofepoch: epoch, data };
  const type = topicLevelOf(event);
  const payload = Buffer.from(JSON.stringify(event));
  return { cursor: event.packproofcursor, event, type, topic: eventsTopic(site, type), payload };
}
