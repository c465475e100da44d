import type { SignedHead } from '../../protocols/wire/signed-head.ts';

/** Something a station sent on a facts topic, in the order in which it came. */
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
    };
