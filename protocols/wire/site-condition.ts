import type { GatewayStatus, StationAtGateway } from './status.ts';

/**
 * How a station does, from what its gateway knows. `absent`: it stands on the map of the site and was never heard of;
 * `stopped`: it sends nothing more until a person acts.
 */
export type StationCondition = 'online' | 'lagging' | 'offline' | 'stopped' | 'absent';

/** A trouble needs a person; a notice is worth knowing. */
export interface Alert {
  readonly level: 'trouble' | 'notice';
  /** A station, a consumer, a subscriber, or '' for the gateway. */
  readonly subject: string;
  readonly text: string;
  /** Since when, if that is known. */
  readonly since: string | null;
}

const lagMs = 30_000;
const consumerLagMs = 60_000;
/** cloud-sync confirms the work at least every half minute. */
const workAgeMs = 5 * 60_000;
const clockSkewMs = 2 * 60_000;
const diskFreeShare = 0.05;
const diskFreeBytes = 512 * 1024 * 1024;

export function conditionOf(station: StationAtGateway, at: string): StationCondition {
  const { report } = station;
  if (!station.connected && report === null && station.lastReceivedAt === null) return 'absent';
  if (report !== null && report.facts.stopped !== null) return 'stopped';
  if (!station.connected) return 'offline';
  return agoMs(report?.facts.oldestUnacknowledgedAt ?? null, at) > lagMs ? 'lagging' : 'online';
}

/** Everything at a site that a person should know of, troubles first. */
export function alertsOf(status: GatewayStatus): Alert[] {
  const alerts = [
    ...gatewayAlerts(status),
    ...incidentAlerts(status),
    ...status.stations.flatMap((station) => stationAlerts(station, status)),
    ...readerAlerts(status),
  ];
  return alerts.sort((a, b) => Number(b.level === 'trouble') - Number(a.level === 'trouble'));
}

function gatewayAlerts({ notReady, disk, work, at }: GatewayStatus): Alert[] {
  const alerts = notReady.map((check) => trouble('', `Not ready: ${check}`));
  if (disk !== null && disk.freeBytes < Math.max(diskFreeBytes, disk.totalBytes * diskFreeShare)) {
    alerts.push(
      trouble('', `The disk is nearly full: ${Math.floor(disk.freeBytes / 1_000_000)} MB are free`),
    );
  }
  if (work.asOf !== null && agoMs(work.asOf, at) > workAgeMs) {
    alerts.push(trouble('', 'The work of the site is out of date: central is not reached', work.asOf));
  }
  return alerts;
}

function incidentAlerts({ incidents }: GatewayStatus): Alert[] {
  return incidents.map(({ code, subject, detail, firstAt }) =>
    trouble(subject, `${code}: ${detail}`, firstAt),
  );
}

function stationAlerts(station: StationAtGateway, { at, version, incidents }: GatewayStatus): Alert[] {
  const name = station.station;
  // Why it has stopped is an incident of its own.
  const isNamed = incidents.some(({ subject }) => subject === name) && conditionOf(station, at) === 'stopped';
  const alerts = isNamed ? [] : conditionAlerts(station, at);
  if (Math.abs(station.clockSkewMs ?? 0) > clockSkewMs) {
    const minutes = Math.round(Math.abs(station.clockSkewMs ?? 0) / 60_000);
    alerts.push(
      trouble(name, `Its clock is ${minutes} min ${(station.clockSkewMs ?? 0) > 0 ? 'ahead' : 'behind'}`),
    );
  }
  for (const { id, state, detail } of station.report?.devices ?? []) {
    const text = `Device ${id} is ${state}${detail === undefined ? '' : `: ${detail}`}`;
    if (state === 'failed') alerts.push(trouble(name, text));
    if (state === 'disconnected') alerts.push(notice(name, text));
  }
  if (station.report !== null && station.report.version !== version) {
    alerts.push(notice(name, `It runs version ${station.report.version}, the gateway ${version}`));
  }
  return alerts;
}

function conditionAlerts(station: StationAtGateway, at: string): Alert[] {
  const facts = station.report?.facts;
  switch (conditionOf(station, at)) {
    case 'stopped':
      return [trouble(station.station, `Its delivery has stopped: ${facts?.stopped ?? ''}`)];
    case 'lagging':
      return [
        trouble(station.station, 'Its facts do not get through', facts?.oldestUnacknowledgedAt ?? null),
      ];
    case 'offline':
      return [notice(station.station, 'Not connected', station.reportedAt ?? station.lastReceivedAt)];
    case 'absent':
      return [notice(station.station, 'On the map, but never heard of')];
    case 'online':
      return [];
  }
}

function readerAlerts({ consumers, subscribers, at }: GatewayStatus): Alert[] {
  const behind = [...consumers, ...subscribers]
    .filter(({ oldestUnprocessedAt }) => agoMs(oldestUnprocessedAt, at) > consumerLagMs)
    .map(({ name, lag, oldestUnprocessedAt }) =>
      trouble(name, `It is ${lag} events behind`, oldestUnprocessedAt),
    );
  const dead = subscribers
    .filter(({ deadLetters }) => deadLetters > 0)
    .map(({ name, deadLetters }) => trouble(name, `${deadLetters} events could not be delivered`));
  return [...behind, ...dead];
}

function agoMs(since: string | null, at: string): number {
  return since === null ? 0 : Date.parse(at) - Date.parse(since);
}

function trouble(subject: string, text: string, since: string | null = null): Alert {
  return { level: 'trouble', subject, text, since };
}

function notice(subject: string, text: string, since: string | null = null): Alert {
  return { level: 'notice', subject, text, since };
}
