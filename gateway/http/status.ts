import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { diskSpace } from '../../kernel/operate/disk-space.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import type { GatewayStatus, StationAtGateway } from '../../protocols/wire/status.ts';
import type { Stations } from '../broker/station-broker.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { FloorPlan } from '../operate/floor-plan-config.ts';
import type { Traffic } from '../operate/traffic.ts';
import type { WorkReplica } from '../work/work-replica.ts';

const maxIncidents = 100;

export interface StatusSources {
  readonly site: SiteId;
  readonly startedAt: string;
  readonly clock: Clock;
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly work: WorkReplica;
  readonly refusals: Refusals;
  readonly stations: Pick<Stations, 'connectedStations' | 'isConnected' | 'reportOf'>;
  readonly floorPlan: FloorPlan;
  readonly traffic: Traffic;
  readonly archive: () => GatewayStatus['archive'];
  readonly dataDir: string;
  /** Those that last; none before there is a book of them. */
  readonly incidents: Pick<Incidents, 'open'> | null;
  readonly subscribers: () => GatewayStatus['subscribers'];
  /** The names of the ready checks that do not hold. */
  readonly notReady: () => string[];
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
    notReady: sources.notReady(),
    log: { cursor: factLog.cursor(), ...factLog.counts(), perMinute: sources.traffic.perMinute() },
    archive: sources.archive(),
    disk: diskSpace(sources.dataDir),
    stations: stationsOf(sources),
    incidents: incidentsOf(sources),
    subscribers: sources.subscribers(),
    consumers: consumersOf(sources),
    work: { epoch, cursor, asOf, documents: work.documents() },
    refused: sources.refusals.byCode(),
  };
}

function stationsOf({ factLog, stations, floorPlan }: StatusSources): GatewayStatus['stations'] {
  const heads = new Map(factLog.stations().map((head) => [head.station, head]));
  const names = new Set([...heads.keys(), ...stations.connectedStations(), ...Object.keys(floorPlan)]);
  return [...names].sort().map((station) => ({
    station: station as StationId,
    connected: stations.isConnected(station),
    upTo: heads.get(station)?.upTo ?? 0,
    lastReceivedAt: heads.get(station)?.lastReceivedAt ?? null,
    ...reportedOf(stations, station),
    place: placeOf(floorPlan, station),
  }));
}

function reportedOf(stations: StatusSources['stations'], station: string) {
  const received = stations.reportOf(station);
  if (received === null) return { report: null, reportedAt: null, clockSkewMs: null };
  const { report, receivedAtMs } = received;
  return { report, reportedAt: isoInstant(receivedAtMs), clockSkewMs: Date.parse(report.at) - receivedAtMs };
}

function placeOf(floorPlan: FloorPlan, station: string): StationAtGateway['place'] {
  const place = floorPlan[station as StationId];
  return place === undefined ? null : { ...place, label: place.label ?? null };
}

function incidentsOf({ incidents }: StatusSources): GatewayStatus['incidents'] {
  const open = incidents?.open() ?? [];
  return open.slice(0, maxIncidents).map(({ endedAt: _endedAt, ...incident }) => incident);
}

function consumersOf({ factLog, cursors }: StatusSources): GatewayStatus['consumers'] {
  return cursors.consumers().map(({ name, cursor }) => ({
    name,
    cursor,
    lag: factLog.cursor() - cursor,
    oldestUnprocessedAt: factLog.receivedAtAfter(cursor),
  }));
}
