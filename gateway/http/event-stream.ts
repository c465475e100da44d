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
      raw.write(`id: ${request.after}\n\n`);
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
      for (const { cursor, event, payload } of entries) {
        position = cursor;
        if (isWanted(event, filter, caller)) text += `id: ${cursor}\ndata: ${payload.toString('utf8')}\n\n`;
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
      } else if (nowMs - writtenMs >= heartbeatMs) write(`: alive\nid: ${position}\n\n`);
    },
    end() {
      ended = true;
      raw.removeListener('drain', onDrain);
    },
  };
}
