import type { ScaleFault } from '../../protocols/scale/fault.ts';
import type { WeightReading } from '../../protocols/scale/weight.ts';

/** What a scale can be asked for. */
export type ScaleTask = 'model' | 'serial' | 'weight' | 'zero' | 'tare';

/** What a scale said, whatever it speaks. */
export type Understood =
  | { readonly kind: 'reading'; readonly reading: WeightReading }
  /** It answered a task: it is done, or cannot be done. */
  | { readonly kind: 'done'; readonly task: 'zero' | 'tare' }
  | { readonly kind: 'identity'; readonly task: 'model' | 'serial'; readonly text: string }
  /** Null: whatever it was asked for. `moving`: because the weight is not at rest. */
  | {
      readonly kind: 'refused';
      readonly task: ScaleTask | null;
      readonly moving: boolean;
      readonly detail: string;
    }
  /** It is understood, and says nothing of use. */
  | { readonly kind: 'other' };

export type Heard = Understood | { readonly kind: 'fault'; readonly fault: ScaleFault };

/** How to speak with one kind of scale; pure. */
export interface Dialect<State> {
  /** Of a new connection. */
  readonly start: State;
  hear(state: State, bytes: Uint8Array): { readonly state: State; readonly heard: readonly Heard[] };
  /** The connection has ended: what has begun will not be completed. */
  cut(state: State): readonly Heard[];
  /** What asks for it; null where there is no such command. A scale that is not asked for its weight sends it by itself. */
  readonly questions: Readonly<Record<ScaleTask, string | null>>;
  /** Zero and tare are answered by the scale. Otherwise they are confirmed by a weight of zero at rest. */
  readonly answers: boolean;
}
