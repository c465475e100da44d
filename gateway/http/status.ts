import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import type { StationBroker } from '../broker/station-broker.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { WorkReplica } from '../work/work-replica.ts';

export interface StatusSources {
  readonly site: SiteId;
  readonly startedAt: string;
  readonly clock: Clock;
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly work: WorkReplica;
  readonly refusals: Refusals;
  readonly stations: StationBroker;
}

/** `GET /v1/status`: what the gateway holds, who is connected, and who still has to read what. */
export function gatewayStatusOf(sources: StatusSources): GatewayStatus {
  const { site, startedAt, clock, factLog, work } = sources;
  const { epoch, cursor, asOf } = work.position();
  return {
    v: 1,
    service: 'gateway',
    version: packageVersion,
    site,
    at: isoInstant(clock.now()),
    startedAt,
    log: { cursor: factLog.cursor(), ...factLog.counts() },
    stations: stationsOf(sources),
    consumers: consumersOf(sources),
    work: { epoch, cursor, asOf, documents: work.documents() },
    refused: sources.refusals.byCode(),
  };
}

function stationsOf({ factLog, stations }: StatusSources): GatewayStatus['stations'] {
  const heads = new Map(factLog.stations().map((head) => [head.station, head]));
  const names = new Set([...heads.keys(), ...stations.connectedStations()]);
  return [...names].sort().map((station) => ({
    station: station as StationId,
    connected: stations.isConnected(station),
    upTo: heads.get(station)?.upTo ?? 0,
    lastReceivedAt: heads.get(station)?.lastReceivedAt ?? null,
    report: stations.reportOf(station),
  }));
}

function consumersOf({ factLog, cursors }: StatusSources): GatewayStatus['consumers'] {
  return cursors.consumers().map(({ name, cursor }) => ({
    name,
    cursor,
    lag: factLog.cursor() - cursor,
    oldestUnprocessedAt: factLog.receivedAtAfter(cursor),
  }));
}
