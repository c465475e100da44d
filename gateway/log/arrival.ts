/** Something a station sent on a facts topic, in the order in which it came. */
export type Arrival =
  | {
      readonly kind: 'batch';
      readonly station: string;
      readonly topic: string;
      readonly facts: readonly unknown[];
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly station: string;
      readonly topic: string;
      readonly payload: Uint8Array;
    };
