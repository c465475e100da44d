import type { ServerResponse } from 'node:http';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { isWanted } from '../fan-out/event-filter.ts';
import type { EventSource } from '../fan-out/event-source.ts';
import type { FanOut, Follower } from '../fan-out/fan-out.ts';
import { subscriberErrors } from '../fan-out/subscriber-errors.ts';

/** Proxies close what is silent for longer. */
const heartbeatMs = 15_000;

export interface StreamsDeps {
  readonly source: EventSource;
  readonly fanOut: FanOut;
  readonly drainTimeoutMs: number;
  readonly maxStreams: number;
  readonly onStalled: (fault: PackproofError) => void;
}

export interface StreamRequest {
  readonly after: number;
  readonly filter: Parameters<typeof isWanted>[1];
  readonly caller: Caller;
  /** Stands before each id, for a reader that asked for it, so that it is known by it when it comes back. */
  readonly epoch: string | null;
  /** The log was put back: the reader stood there, and goes on from here. */
  readonly putBack: { readonly from: number; readonly to: number } | null;
}

export type EventStreams = ReturnType<typeof createEventStreams>;

/** The open streams of server-sent events. Each reads the log from its own position, and only as fast as its socket takes it. */
export function createEventStreams(deps: StreamsDeps) {
  const open = new Map<ServerResponse, { readonly follower: Follower; readonly caller: Caller }>();

  return {
    /** @throws TOO_MANY_STREAMS */
    assertRoom(): void {
      if (open.size < deps.maxStreams) return;
      throw subscriberErrors.fault('TOO_MANY_STREAMS', `${deps.maxStreams} event streams are open`);
    },
    start(raw: ServerResponse, request: StreamRequest): void {
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        // nginx would hold the events back.
        'x-accel-buffering': 'no',
      });
      // The reader knows its place even if it is cut before the first event.
      raw.write(`${putBackText(request)}id: ${idOf(request, request.after)}\n\n`);
      const follower = createStream(raw, request, deps);
      open.set(raw, { follower, caller: request.caller });
      raw.once('close', () => {
        open.delete(raw);
        deps.fanOut.remove(follower);
      });
      deps.fanOut.add(follower);
    },
    /** Ends the streams of an identity at once, for it was revoked. */
    endOf({ kind, name }: Pick<Caller, 'kind' | 'name'>): void {
      for (const [raw, { caller }] of open) if (caller.kind === kind && caller.name === name) raw.destroy();
    },
    /** Ends all streams; their readers come back with the id of the last event that they got. */
    close(): void {
      for (const [raw, { follower }] of open) {
        deps.fanOut.remove(follower);
        raw.end();
      }
      open.clear();
    },
  };
}

function idOf({ epoch }: StreamRequest, cursor: number): string {
  return epoch === null ? String(cursor) : `${epoch}:${cursor}`;
}

/** An event of a name of its own, which no reader of facts takes for one. */
function putBackText({ putBack, epoch }: StreamRequest): string {
  if (putBack === null) return '';
  return `event: log.put_back\ndata: ${JSON.stringify({ v: 1, code: 'LOG_PUT_BACK', epoch, ...putBack })}\n\n`;
}

function createStream(raw: ServerResponse, request: StreamRequest, deps: StreamsDeps): Follower {
  const { filter, caller } = request;
  let position = request.after;
  let fullSinceMs: number | null = null;
  let writtenMs = deps.fanOut.nowMs();
  let ended = false;

  function write(text: string): void {
    writtenMs = deps.fanOut.nowMs();
    if (!raw.write(text)) fullSinceMs = writtenMs;
  }

  const onDrain = () => {
    fullSinceMs = null;
    deps.fanOut.poke();
  };
  raw.on('drain', onDrain);

  function stall(): void {
    deps.onStalled(
      subscriberErrors.fault('SUBSCRIBER_STALLED', `the event stream of ${caller.name} does not read`),
    );
    raw.destroy();
  }

  return {
    isReady: () => !ended && fullSinceMs === null && position < deps.source.end(),
    pump(limit) {
      const entries = deps.source.after(position, limit);
      let text = '';
      for (const event of entries) {
        position = event.cursor;
        if (isWanted(event, filter, caller))
          text += `id: ${idOf(request, position)}\ndata: ${event.payload.toString('utf8')}\n\n`;
      }
      // In one piece: a response that is corked says that it is full, and then never that it has drained.
      if (text !== '') write(text);
      return entries.length;
    },
    tick() {
      const nowMs = deps.fanOut.nowMs();
      if (fullSinceMs !== null) {
        if (nowMs - fullSinceMs > deps.drainTimeoutMs) stall();
        // An id without data moves the reader's place over what it did not want (HTML standard, 9.2.6).
      } else if (nowMs - writtenMs >= heartbeatMs) write(`: alive\nid: ${idOf(request, position)}\n\n`);
    },
    end() {
      ended = true;
      raw.removeListener('drain', onDrain);
    },
  };
}
