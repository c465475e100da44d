import type { SignedHead } from '../../protocols/wire/signed-head.ts';

/** What a station sent on a facts topic, as it came. */
export interface FactsMessage {
  readonly site: string;
  readonly station: string;
  readonly topic: string;
  readonly payload: Buffer;
}

/** Something a station sent on a facts topic, and what it was found to be. */
export type Arrival =
  | {
      readonly kind: 'batch';
      readonly station: string;
      readonly topic: string;
      readonly facts: readonly unknown[];
      /** The station's signature over the last of these facts, verified. */
      readonly head?: SignedHead | undefined;
      /** What the station's clock showed when it sent them. */
      readonly sentAt?: string | undefined;
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly station: string;
      readonly topic: string;
      readonly payload: Uint8Array;
      /** The signature that does not fit: the station is told, by the fact that it is of. */
      readonly head?: SignedHead | undefined;
    };

/**
 * What waits for its commit. Messages wait as the bytes that they came as: what they say would fill the young memory a thousand
 * times over, and be copied there again and again, until their turn comes.
 */
export type Waiting =
  | Arrival
  | (Omit<FactsMessage, 'payload'> & {
      readonly kind: 'unread';
      /** Of messages that came together, in their order. */
      readonly payloads: readonly Buffer[];
    });

/** How many bytes something holds while it waits. */
export function bytesOf(waiting: Waiting): number {
  if (waiting.kind !== 'unread') return waiting.payload.byteLength;
  return waiting.payloads.reduce((bytes, payload) => bytes + payload.byteLength, 0);
}

/** How many messages they came in. */
export function messagesOf(waiting: Waiting): number {
  return waiting.kind === 'unread' ? waiting.payloads.length : 1;
}
