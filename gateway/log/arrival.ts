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
 * What waits for its commit. A message waits as the bytes that it came as: what it says would fill the young memory a thousand
 * times over, and be copied there again and again, until its turn comes.
 */
export type Waiting = Arrival | ({ readonly kind: 'unread' } & FactsMessage);
