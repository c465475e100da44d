import type { ShownWeight, WeightReading } from '../../protocols/scale/weight.ts';
import type { DeviceStateEvent, GarbledEvent } from '../device-state.ts';

/** A weight at rest. */
export interface StableWeight {
  readonly milligrams: number;
  /** Exactly as the scale showed it. */
  readonly shown: ShownWeight;
  readonly kind: 'gross' | 'net';
  /** Null where the scale does not tell it. */
  readonly tareMilligrams: number | null;
}

export type ScaleFailure =
  | 'not_connected'
  /** Connected, and it said nothing of use in time. */
  | 'no_answer'
  /** It did not come to rest in time. */
  | 'unstable'
  | 'overload'
  | 'underload'
  /** The scale has not found its zero since it was switched on. */
  | 'zero_fault'
  /** At rest, and outside of the range that the settings give. */
  | 'out_of_range'
  /** The scale does not do it now, or shows an error: the detail says what. */
  | 'refused'
  /** It was asked for, and no weight of zero followed in time. */
  | 'not_confirmed'
  /** This scale has no such command. */
  | 'unsupported'
  /** Given up by the caller, or the scale was closed. */
  | 'cancelled';

export interface ScaleFailed {
  readonly kind: 'failed';
  readonly failure: ScaleFailure;
  /** For a person. */
  readonly detail: string;
}

export type WeighOutcome = { readonly kind: 'weighed'; readonly weight: StableWeight } | ScaleFailed;

export type ZeroOutcome = { readonly kind: 'done' } | ScaleFailed;

/** `connected` is told when the scale has said something that was understood, not when its port could be opened. */
export type ScaleEvent =
  | DeviceStateEvent
  | GarbledEvent
  /** What the scale shows now: told when it changes, at a bounded rate; the last of a series is always told. */
  | { readonly kind: 'weight'; readonly reading: WeightReading }
  | { readonly kind: 'identity'; readonly model: string | null; readonly serial: string | null };

export interface ScaleRequest {
  /** The answer comes within this time. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** A scale as a port: it keeps trying to connect from `start` to `close`, and never throws in between. */
export interface Scale {
  readonly id: string;
  readonly address: string;
  start(listener: (event: ScaleEvent) => void): void;
  /** A weight that the scale found at rest after it was asked for. Always resolves. */
  weigh(request: ScaleRequest): Promise<WeighOutcome>;
  /** Sets the zero of the empty scale. Always resolves. */
  zero(request: ScaleRequest): Promise<ZeroOutcome>;
  /** Takes what lies on the scale as tare. Always resolves. */
  tare(request: ScaleRequest): Promise<ZeroOutcome>;
  /** Idempotent; what waits is answered `cancelled`. */
  close(): Promise<void>;
}
