import type { ReadEvidence } from './smoothing-event.ts';

/**
 * found: expected, and here; missing: expected, and not here; extra: ours, here, not expected; foreign: here, but not of a class
 * that we know; stray: read, but lying elsewhere.
 */
export type TagStatus = 'found' | 'missing' | 'extra' | 'foreign' | 'stray';

export interface TagDecision {
  readonly epc: string;
  readonly class: string | null;
  readonly status: TagStatus;
  /** 0 to 1, that the status is right. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  /** The reads at the session's own antennas. */
  readonly evidence: ReadEvidence;
  readonly elsewhere: ReadEvidence;
}

/** A class of the expected list; what is missing of it has no EPC. */
export interface ClassLine {
  readonly class: string;
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  /** That so many are missing; 1 where none is. */
  readonly confidence: number;
}

/** doubtful: some decision that matters is too uncertain, or tags had to be forgotten: look, or read again. */
export type Verdict = 'complete' | 'short' | 'over' | 'doubtful';

export interface SessionDecision {
  readonly verdict: Verdict;
  /** The smallest confidence of those that matter: of all but the foreign tags. */
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly counts: Readonly<Record<TagStatus, number>>;
  /** Of every tag that was expected by EPC or read here; by EPC. */
  readonly tags: readonly TagDecision[];
  readonly lines: readonly ClassLine[];
  /** Tags read here that were forgotten for want of room. */
  readonly evicted: number;
}
