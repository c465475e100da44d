import type { Clock } from '../../kernel/clock.ts';
import type { Arrival } from '../log/arrival.ts';
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
    const receptions = factLog.commit(arrivals, at);
    const tookMs = clock.monotonicMs() - startedMs;
    const facts = arrivals.reduce((sum, arrival) => sum + factsOf(arrival), 0);
    received += facts;
    duplicate += receptions.reduce((sum, reception) => sum + (reception?.duplicates ?? 0), 0);
    observer.committed(facts, tookMs);
    return receptions;
  };
  return { factLog: { ...factLog, commit }, counts: () => ({ received, duplicate }) };
}

function factsOf(arrival: Arrival): number {
  return arrival.kind === 'batch' ? arrival.facts.length : 0;
}
