import { readArrival } from '../ingest/read-arrival.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Arrival, FactsMessage } from '../log/arrival.ts';
import type { StationEvidence } from './station-evidence.ts';

export interface GuardedReadingDeps {
  readonly evidence: Pick<StationEvidence, 'check'>;
  readonly refusals: Refusals;
}

/**
 * Reads the messages of stations, and lets no batch into the log that its station's signature does not fit. It is set aside
 * like every message that is no batch.
 */
export function guardedReading({
  evidence,
  refusals,
}: GuardedReadingDeps): (message: FactsMessage) => Arrival {
  return (message) => {
    const { station } = message;
    const { arrival, fault } = readArrival(message);
    const found = fault ?? (arrival.kind === 'batch' ? evidence.check(arrival) : null);
    if (found !== null) refusals.count(found, { station });
    if (found === null || arrival.kind !== 'batch') return arrival;
    const { topic, payload, head } = arrival;
    return { kind: 'refused', code: found.code, station, topic, payload, head };
  };
}
