import type { FactDraft } from '../../../protocols/wire/fact.ts';

/** What one input of the station becomes, stored whole or not at all. */
export interface Commit {
  readonly at: string;
  readonly operator: string | null;
  readonly drafts: readonly FactDraft[];
  /** The station's state after these facts, as JSON; left out if it did not change. */
  readonly state?: string;
  readonly finishedOrders?: readonly string[];
}
