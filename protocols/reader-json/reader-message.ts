import type { z } from 'zod';
import type { TagRead } from '../rfid/tag-read.ts';

/** What a reader tells over MQTT or HTTP, whoever made it. Times are microseconds since 1970-01-01 UTC by its own clock. */
export type ReaderMessage =
  | { readonly kind: 'reads'; readonly reads: readonly TagRead[] }
  | { readonly kind: 'heartbeat'; readonly atUs: number | null; readonly health: ReaderHealth }
  /** A general-purpose input changed, or tells its state. */
  | { readonly kind: 'input'; readonly atUs: number | null; readonly pin: number; readonly high: boolean }
  | {
      readonly kind: 'antenna';
      readonly atUs: number | null;
      readonly antenna: number;
      readonly connected: boolean;
    }
  /** Whether it reads; 'armed' waits for its trigger. */
  | { readonly kind: 'inventory'; readonly atUs: number | null; readonly state: 'idle' | 'running' | 'armed' }
  | { readonly kind: 'alert'; readonly atUs: number | null; readonly text: string }
  /** The answer to a command that was sent to it. */
  | {
      readonly kind: 'response';
      readonly command: string;
      readonly id: string;
      readonly succeeded: boolean;
      readonly text: string;
    }
  /** An event that is of no use here. */
  | { readonly kind: 'other'; readonly atUs: number | null; readonly type: string };

/** What a heartbeat says; null where it does not. */
interface ReaderHealth {
  readonly radioConnected: boolean | null;
  readonly reading: boolean | null;
  readonly temperatureCelsius: number | null;
  /** Antenna ports that are connected. */
  readonly antennas: readonly number[];
}

/** Why an event is refused: the member, as a path, and what it should have been. */
interface EventRefusal {
  readonly field: string;
  readonly expected: string;
}

export type EventReading =
  | { readonly ok: true; readonly message: ReaderMessage }
  | { readonly ok: false; readonly refusal: EventRefusal };

export function read(message: ReaderMessage): EventReading {
  return { ok: true, message };
}

export function refuse(field: string, expected: string): EventReading {
  return { ok: false, refusal: { field, expected } };
}

/** The first thing that a schema found wrong. */
export function refuseBySchema({ issues }: z.core.$ZodError): EventReading {
  const [issue] = issues;
  return refuse(issue?.path.join('.') || 'event', issue?.message ?? 'another form');
}

/** Degrees in any turn as radians from 0 up to 2 pi. */
export function radiansOf(degrees: number): number {
  const turn = ((degrees % 360) + 360) % 360;
  return (turn * Math.PI) / 180;
}
