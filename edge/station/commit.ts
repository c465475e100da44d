import type { FactDraft } from '../../protocols/wire/fact.ts';

/** What one input of the station becomes, stored whole or not at all. */
export interface Commit extends KeptState {
  readonly at: string;
  readonly operator: string | null;
  readonly drafts: readonly FactDraft[];
  readonly finishedOrders?: readonly string[];
}

/** The station's state after the facts of a commit, as JSON; what did not change is left out. */
export interface KeptState {
  /** What most scans change. */
  readonly state?: string;
  /** What few scans change, and what may be long: stored apart, so that no scan writes it for nothing. */
  readonly memory?: string;
}
