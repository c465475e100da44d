import { alertsOf } from '../../protocols/wire/site-condition.ts';
import type { CentralStatus, CloudSyncStatus, StationReport } from '../../protocols/wire/status.ts';
import type { Hop, StatusReport } from './status-report.ts';

/** What of a report needs a person. That a service was not reached is told apart, for it may be the way that is cut. */
export function troublesOf(report: Omit<StatusReport, 'troubles'>): string[] {
  const { edges, gateway, cloudSync, central } = report;
  const alerts = gateway.status === null ? [] : alertsOf(gateway.status);
  const atGateway = alerts
    .filter(({ level }) => level === 'trouble')
    .map(({ subject, text }) => `gateway${subject === '' ? '' : `, ${subject}`}: ${text}`);
  return [
    ...edges.flatMap((hop) => [
      ...unready('edge', hop),
      ...(hop.status === null ? [] : edgeTroubles(hop.status)),
    ]),
    ...atGateway,
    ...unready('cloud-sync', cloudSync),
    ...(cloudSync.status === null ? [] : cloudSyncTroubles(cloudSync.status)),
    ...unready('central', central),
    ...(central.status === null ? [] : centralTroubles(central.status)),
  ];
}

function unready(name: string, hop: Hop<unknown>): string[] {
  return hop.notReady.map((check) => `${name}: not ready: ${check}`);
}

function edgeTroubles({ station, facts, devices }: StationReport): string[] {
  const failed = devices.filter(({ state }) => state === 'failed');
  return [
    ...(facts.connected ? [] : [`edge ${station}: not connected to its gateway`]),
    ...(facts.stopped === null ? [] : [`edge ${station}: delivery has stopped: ${facts.stopped}`]),
    ...failed.map(
      ({ id, detail }) => `edge ${station}: device ${id} has failed: ${detail ?? 'no reason given'}`,
    ),
  ];
}

function cloudSyncTroubles({ up, down }: CloudSyncStatus): string[] {
  return [
    ...(up.lastError === null ? [] : [`cloud-sync, up: ${up.lastError}`]),
    ...(down.lastError === null ? [] : [`cloud-sync, down: ${down.lastError}`]),
  ];
}

function centralTroubles({ exceptions, journal }: CentralStatus): string[] {
  return [
    ...(exceptions === 0 ? [] : [`central: ${exceptions} facts wait for a person to look at them`]),
    ...(journal.debitMinor === journal.creditMinor ? [] : ['central: the journal is not balanced']),
  ];
}
