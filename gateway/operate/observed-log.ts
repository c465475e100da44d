import type { Clock } from '../../kernel/clock.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { IngestCounts } from './gateway-metrics.ts';

export interface CommitObserver {
  /** A commit that succeeded. */
  committed(facts: number, tookMs: number): void;
}

/** The same log, whose commits are measured and whose arrivals are counted. */
export function observeLog(
  factLog: FactLog,
  clock: Clock,
  observer: CommitObserver,
): { readonly factLog: FactLog; readonly counts: () => Pick<IngestCounts, 'received' | 'duplicate'> } {
  let received = 0;
  let duplicate = 0;
  const commit: FactLog['commit'] = (arrivals, at) => {
    const startedMs = clock.monotonicMs();
    const outcomes = factLog.commit(arrivals, at);
    const tookMs = clock.monotonicMs() - startedMs;
    let facts = 0;
    for (const outcome of outcomes) {
      if (outcome.kind === 'refused') continue;
      facts += outcome.facts;
      duplicate += outcome.reception.duplicates;
    }
    received += facts;
    observer.committed(facts, tookMs);
    return outcomes;
  };
  return { factLog: { ...factLog, commit }, counts: () => ({ received, duplicate }) };
}
