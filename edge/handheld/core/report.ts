import type { StationReport } from '../../../protocols/wire/status.ts';
import type { HandheldParts } from './handheld.ts';

/** What a handheld says of itself: the report of a station without devices. */
export function reportOf(
  { identity, facts, replica, version }: HandheldParts,
  now: Pick<StationReport, 'at' | 'startedAt'> & Pick<StationReport['facts'], 'connected' | 'stopped'>,
): StationReport {
  const { epoch, cursor, asOf } = replica.position;
  const { at, startedAt, connected, stopped } = now;
  return {
    v: 1,
    service: 'edge',
    version,
    site: identity.site,
    station: identity.station,
    at,
    startedAt,
    facts: {
      lastSeq: facts.lastSeq,
      acknowledged: facts.acknowledged,
      unacknowledged: facts.lastSeq - facts.acknowledged,
      oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
      connected,
      stopped,
    },
    work: { epoch, cursor, asOf, orders: replica.queue().total },
    devices: [],
  };
}
