import type { FactDraft, VerdictCode } from '../../protocols/wire/fact.ts';
import type { StationState } from './state.ts';
import type { WorkView } from './work-view.ts';

/** What surrounds a scan while it is decided. */
export interface ScanContext {
  readonly work: WorkView;
  /** When it was read, ISO 8601 in UTC. */
  readonly at: string;
  /** The seq of its scan.recorded fact; what follows from it comes right behind. */
  readonly scanSeq: number;
}

/** A verdict with its message and nothing else: what a refusal is. */
export interface Verdict {
  readonly verdict: VerdictCode;
  /** For the person: what is the matter and what to do next. */
  readonly message: string;
  /** The order and line that it concerns, if it is not the open order as a whole. */
  readonly order?: string;
  readonly line?: number;
}

/** What follows from a scan. */
export interface Decision extends Verdict {
  readonly state: StationState;
  /** The facts behind scan.recorded, in the order of their seqs. */
  readonly facts: readonly FactDraft[];
}

/** A refusal changes nothing. */
export function refuse(state: StationState, verdict: Verdict): Decision {
  return { ...verdict, state, facts: [] };
}
