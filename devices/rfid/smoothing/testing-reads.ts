import type { TagRead } from '../../../protocols/rfid/tag-read.ts';
import type { Smoother } from './smoother.ts';
import type { SmoothingEvent } from './smoothing-event.ts';
import type { FieldRead } from './testing-field.ts';

export function tagRead(epc: string, antenna: number, rssiDbm: number | null, count = 1): TagRead {
  return { epc, pc: 0x3000, antenna, rssiDbm, count, firstSeenUs: null, lastSeenUs: null };
}

/** A read as it is made at one time and delivered at another. */
export interface DeliveredRead extends FieldRead {
  readonly deliveredMs?: number;
}

/** Feeds reads in the order of their delivery, tells the time every 100 ms, and goes on up to `untilMs`. */
export function smoothAll(
  smoother: Smoother,
  reads: readonly DeliveredRead[],
  untilMs: number,
): SmoothingEvent[] {
  const events: SmoothingEvent[] = [...smoother.advance(0)];
  let nowMs = 0;
  const tell = (toMs: number) => {
    for (; nowMs + 100 <= toMs; nowMs += 100) events.push(...smoother.advance(nowMs + 100));
  };
  const deliveredMs = (read: DeliveredRead) => read.deliveredMs ?? read.atMs;
  for (const each of [...reads].sort((a, b) => deliveredMs(a) - deliveredMs(b))) {
    tell(deliveredMs(each));
    events.push(...smoother.read(each.reader, each.read, each.atMs));
  }
  tell(untilMs);
  return events;
}

/** Reads of one tag at even distances. */
export function steady(
  epc: string,
  {
    reader = 'r',
    antenna = 1,
    rssiDbm = -55,
    fromMs = 0,
    toMs = 2000,
    everyMs = 100,
  }: {
    readonly reader?: string;
    readonly antenna?: number;
    readonly rssiDbm?: number;
    readonly fromMs?: number;
    readonly toMs?: number;
    readonly everyMs?: number;
  },
): FieldRead[] {
  const reads: FieldRead[] = [];
  for (let atMs = fromMs; atMs < toMs; atMs += everyMs)
    reads.push({ reader, atMs, read: tagRead(epc, antenna, rssiDbm) });
  return reads;
}
