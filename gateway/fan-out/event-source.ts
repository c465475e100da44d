import { eventsTopic } from '../../protocols/wire/topics.ts';
import { type EventText, jsonOf } from '../log/event-texts.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';

const eventsPerBlock = 128;
const maxBlocks = 32;
const maxBytes = 8 * 1024 * 1024;

/** An event as it goes out; its payload is shared by all who get it. */
export interface OutgoingEvent extends Pick<EventText, 'cursor' | 'id' | 'type' | 'station' | 'subject'> {
  readonly topic: string;
  readonly payload: Buffer;
}

export type EventSource = ReturnType<typeof createEventSource>;

interface EventSourceDeps {
  readonly factLog: Pick<FactLog, 'readTexts' | 'cursor'>;
  readonly epochs: Pick<LogEpochs, 'current'>;
  readonly site: string;
}

/** The events of so many positions, from one of them on and as far as they were read. */
interface Block {
  readonly number: number;
  /** The position in front of the first. */
  readonly from: number;
  readonly events: OutgoingEvent[];
  bytes: number;
}

/**
 * Reads the log for all who follow it. Those at nearly the same place share what was read and encoded once. Each event names the
 * numbering that its position is of, so that who keeps a position finds out when the log was put back.
 */
export function createEventSource({ factLog, epochs, site }: EventSourceDeps) {
  /** By their numbers; those that were used last at the end. */
  const blocks = new Map<number, Block>();
  let bytes = 0;
  let { epoch } = epochs.current();

  /** What was read before a new numbering began is read anew. */
  function renumber(): void {
    const now = epochs.current().epoch;
    if (now === epoch) return;
    epoch = now;
    blocks.clear();
    bytes = 0;
  }

  /** Takes the block of a position out of its place in the line, or begins one there: one that is too large is not kept on. */
  function takeOut(position: number): Block {
    const number = Math.floor(position / eventsPerBlock);
    const known = blocks.get(number);
    if (known !== undefined) remove(known);
    const fits = known !== undefined && known.from <= position && known.bytes <= maxBytes;
    return fits ? known : { number, from: position, events: [], bytes: 0 };
  }

  function remove(block: Block): void {
    blocks.delete(block.number);
    bytes -= block.bytes;
  }

  /** Puts it to the end of the line, and lets go of the first ones if there are too many. */
  function keep(block: Block): void {
    blocks.set(block.number, block);
    bytes += block.bytes;
    for (const oldest of blocks.values()) {
      if (blocks.size === 1 || (blocks.size <= maxBlocks && bytes <= maxBytes)) break;
      remove(oldest);
    }
  }

  /** Reads on from the last event of a block that is known; returns how many it found. */
  function readOn(block: Block): number {
    const after = block.events.at(-1)?.cursor ?? block.from;
    const page = factLog.readTexts({ after, limit: (block.number + 1) * eventsPerBlock - after });
    for (const text of page.events) {
      const event = outgoing(text, epoch, site);
      block.events.push(event);
      block.bytes += event.payload.length;
    }
    return page.events.length;
  }

  return {
    /** The end of the log. */
    end: () => factLog.cursor(),
    /** How much it holds of what was read. */
    heldBytes: () => bytes,
    /** At least one event behind a position, in the order of the log, if there is any; at most `limit`. */
    after(position: number, limit: number): readonly OutgoingEvent[] {
      if (position >= factLog.cursor()) return [];
      renumber();
      const block = takeOut(position);
      const firstBehind = () => block.events.findIndex(({ cursor }) => cursor > position);
      try {
        let from = firstBehind();
        // A page of large events ends before the block does.
        while (from < 0 && readOn(block) > 0) from = firstBehind();
        return from < 0 ? [] : block.events.slice(from, from + limit);
      } finally {
        keep(block);
      }
    },
  };
}

function outgoing(event: EventText, epoch: string, site: string): OutgoingEvent {
  const { cursor, id, type, station, subject } = event;
  const payload = Buffer.from(jsonOf(event, epoch));
  return { cursor, id, type, station, subject, topic: eventsTopic(site, type), payload };
}
