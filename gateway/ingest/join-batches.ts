import { PlainFact } from '../../protocols/wire/plain-fact.ts';
import type { Arrival } from '../log/arrival.ts';

type Batch = Extract<Arrival, { kind: 'batch' }>;

/** Around more facts than these a message costs little. */
const fewFacts = 8;

/**
 * What a station sent one by one, as one batch: a message of one fact costs as much around the fact as the fact itself. Only whole facts without a
 * signature are joined, as what is said of those does not depend on the message that they came in.
 */
export function* joinBatches(arrivals: Iterable<Arrival>): Iterable<Arrival> {
  let batch: (Batch & { readonly facts: unknown[] }) | null = null;
  for (const arrival of arrivals) {
    if (batch !== null && arrival.station === batch.station && isJoinable(arrival)) {
      for (const fact of arrival.facts) batch.facts.push(fact);
      continue;
    }
    if (batch !== null) yield batch;
    const { station, topic, payload } = arrival;
    batch = isJoinable(arrival)
      ? { kind: 'batch', station, topic, facts: [...arrival.facts], payload }
      : null;
    if (batch === null) yield arrival;
  }
  if (batch !== null) yield batch;
}

function isJoinable(arrival: Arrival): arrival is Batch {
  if (arrival.kind !== 'batch' || arrival.head !== undefined) return false;
  return arrival.facts.length <= fewFacts && arrival.facts[0] instanceof PlainFact;
}
