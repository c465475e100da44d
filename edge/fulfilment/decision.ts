import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';
import type { Message } from './message.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** What surrounds an input while it is decided. */
export interface StepContext {
  readonly work: WorkView;
  /** When it happened, ISO 8601 in UTC. */
  readonly at: string;
  /**
   * The seq of the first fact that `Decision.facts` will get, less one: of a scan that is its scan.recorded fact, and what
   * follows from it comes right behind.
   */
  readonly scanSeq: number;
  /** Lays the work in hand aside, if that loses nothing; otherwise why it must be finished first. */
  readonly leave: (state: StationState) => StationState | Verdict;
}

/** A verdict with its message and nothing else: what a refusal is. */
export interface Verdict {
  readonly verdict: VerdictCode;
  /** For the person: what is the matter and what to do next. */
  readonly message: Message;
  /** The order and line that it concerns, if it is not the open order as a whole. */
  readonly order?: string;
  readonly line?: number;
  /** The task is complete: the other sound of success. */
  readonly done?: true;
}

/** What follows from an input. */
export interface Decision extends Verdict {
  readonly state: StationState;
  /** The facts behind scan.recorded, in the order of their seqs. */
  readonly facts: readonly FactDraft[];
  /** The order with which this station is done, though it was not dispatched here. */
  readonly finished?: string;
  /** Of what is sensed: stored, and not worth to take the last answer from the screen. */
  readonly silent?: true;
}

/** A refusal changes nothing. */
export function refuse(state: StationState, verdict: Verdict): Decision {
  return { ...verdict, state, facts: [] };
}
