import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import type { Reception } from '../../protocols/wire/fact-receiver.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import type { StationKeys } from '../identity/enrolment/station-keys.ts';
import type { Arrival } from '../log/arrival.ts';
import { CloneWatch } from './clone-watch.ts';
import { headFault } from './head-check.ts';
import type { Incidents } from './incident.ts';
import { incidentErrors } from './incident-errors.ts';
import { UnsignedWatch } from './unsigned-watch.ts';

const maxSkewMs = 30_000;

type Batch = Arrival & { readonly kind: 'batch' };

export interface StationEvidenceDeps {
  readonly site: string;
  readonly keys: StationKeys;
  readonly incidents: Incidents;
  readonly clock: Clock;
  /** The newest fact of a station that the log holds. */
  readonly upToOf: (station: string) => number;
  /** The newest fact of a station that a stored head proves. */
  readonly signedUpTo: (station: string) => number;
}

export type StationEvidence = ReturnType<typeof createStationEvidence>;

/**
 * What a gateway notices of its stations beyond their facts: whether they vouch for what they send, whether a log was put
 * back, whether two of them have one identity, whether their clock is right. It names what it sees; only a batch with a
 * wrong signature is refused.
 */
export function createStationEvidence(deps: StationEvidenceDeps) {
  const { site, keys, incidents, clock } = deps;
  const clones = new CloneWatch(clock);
  const unsigned = new UnsignedWatch(deps);
  const doubtful = new Set<string>();

  function checkClock({ station, sentAt }: Batch): void {
    if (sentAt === undefined) return;
    const aheadMs = Date.parse(sentAt) - clock.now();
    if (Math.abs(aheadMs) <= maxSkewMs) return void incidents.end('CLOCK_SKEW', station);
    const way = aheadMs > 0 ? 'ahead of' : 'behind';
    const seconds = Math.round(Math.abs(aheadMs) / 1_000);
    incidents.report('CLOCK_SKEW', station, `its clock is ${seconds} s ${way} the clock of this gateway`);
  }

  /** Somebody signs with a key that was taken from the station: until a good signature comes, nothing without one is believed. */
  function doubted(station: string): PackproofError | null {
    if (!doubtful.has(station)) return null;
    const message = `of station ${station}: unsigned, after a batch that was signed with a key that is good no more`;
    return incidentErrors.fault('HEAD_KEY_REVOKED', message);
  }

  return {
    /** Before a batch is stored: why it may not be, or null. */
    check(batch: Batch): PackproofError | null {
      checkClock(batch);
      const { station, facts, head } = batch;
      if (head === undefined) return doubted(station);
      const fault = headFault({ site, station, facts, head }, keys);
      if (fault?.code === 'HEAD_KEY_REVOKED') doubtful.add(station);
      else if (fault === null) doubtful.delete(station);
      if (fault !== null) incidents.report(fault.code, station, fault.message);
      else incidents.end('HEAD_KEY_UNKNOWN', station);
      return fault;
    },
    /** After a batch was stored. */
    received(
      { station, head }: Pick<Batch, 'station' | 'head'>,
      { head: stored, conflicts }: Pick<Reception, 'head' | 'conflicts'>,
    ): void {
      const first = conflicts[0];
      if (first !== undefined) {
        const { seq, knownHash, receivedHash } = first;
        const detail = `fact ${seq} came as ${receivedHash.slice(0, 12)}, ${knownHash.slice(0, 12)} is held there or before it`;
        incidents.report('FACT_CONFLICT', station, detail);
      }
      if (!keys.mustSign(station)) return;
      const covered = head !== undefined && conflicts.length === 0 && head.seq <= stored.upTo;
      unsigned.received(station, stored.upTo, covered ? head.seq : null);
    },
    reported({ station, startedAt, facts }: StationReport): void {
      const clone = clones.boot(station, startedAt);
      if (clone !== null) incidents.report('STATION_CLONED', station, clone);
      const upTo = deps.upToOf(station);
      if (facts.lastSeq < upTo) {
        const detail = `its log ends at ${facts.lastSeq}, this gateway has facts up to ${upTo}`;
        incidents.report('STATION_RESTORED', station, detail);
      }
      if (facts.stopped !== null) incidents.report('STATION_STOPPED', station, facts.stopped);
    },
    /** A connection of a station took over from one that was still open. */
    tookOver(station: string): void {
      const clone = clones.tookOver(station);
      if (clone !== null) incidents.report('STATION_CLONED', station, clone);
    },
    close: () => unsigned.close(),
  };
}
