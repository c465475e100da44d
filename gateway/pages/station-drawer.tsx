import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { dayAndTime, span } from '../../kernel/web/format.ts';
import { type Alert, conditionOf } from '../../protocols/wire/site-condition.ts';
import type { DeviceReport, StationAtGateway, StationReport } from '../../protocols/wire/status.ts';
import { agoMs, looks, nameOf } from './condition.ts';

interface DrawerProps {
  readonly station: StationAtGateway | undefined;
  /** Those of this station. */
  readonly alerts: readonly Alert[];
  readonly at: string;
  readonly onClose: () => void;
}

/** All that the gateway knows of one station. */
export function StationDrawer({ station, alerts, at, onClose }: DrawerProps) {
  return (
    <Drawer
      opened={station !== undefined}
      onClose={onClose}
      position="right"
      size="md"
      title={station === undefined ? '' : nameOf(station)}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {station !== undefined && <Details station={station} alerts={alerts} at={at} />}
    </Drawer>
  );
}

function Details({
  station,
  alerts,
  at,
}: {
  station: StationAtGateway;
  alerts: readonly Alert[];
  at: string;
}) {
  const condition = conditionOf(station, at);
  const { symbol, word } = looks[condition];
  const { report, place } = station;
  return (
    <div className="details">
      <p className="details-state" data-condition={condition}>
        <span aria-hidden="true">{symbol}</span> {word}
      </p>
      {alerts.map(({ text }) => (
        <p className="details-alert" key={text}>
          {text}
        </p>
      ))}
      <dl className="pairs">
        <Pair name="Station">{station.station}</Pair>
        {place !== null && <Pair name="Area">{place.area}</Pair>}
        <Pair name="Facts at the gateway">{station.upTo.toLocaleString()}</Pair>
        <Pair name="Last fact came">{ago(station.lastReceivedAt, at)}</Pair>
        <Pair name="Last report came">{ago(station.reportedAt, at)}</Pair>
        {report !== null && <ReportPairs report={report} skewMs={station.clockSkewMs} at={at} />}
      </dl>
      {report !== null && <Devices devices={report.devices} />}
    </div>
  );
}

function ReportPairs({ report, skewMs, at }: { report: StationReport; skewMs: number | null; at: string }) {
  const { facts, work } = report;
  return (
    <>
      <Pair name="Facts at the station">{facts.lastSeq.toLocaleString()}</Pair>
      <Pair name="Not yet delivered">{facts.unacknowledged.toLocaleString()}</Pair>
      <Pair name="Oldest of these">{ago(facts.oldestUnacknowledgedAt, at)}</Pair>
      <Pair name="Open orders">{work.orders.toLocaleString()}</Pair>
      <Pair name="Its work is of">{ago(work.asOf, at)}</Pair>
      <Pair name="Its clock">{skewMs === null ? '–' : skewWords(skewMs)}</Pair>
      <Pair name="Version">{report.version}</Pair>
      <Pair name="Runs since">{dayAndTime(report.startedAt)}</Pair>
    </>
  );
}

function Pair({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

const deviceStates: Readonly<Record<DeviceReport['state'], string>> = {
  connected: '● connected',
  disconnected: '○ disconnected',
  failed: '✕ failed',
};

function Devices({ devices }: { devices: readonly DeviceReport[] }) {
  return (
    <section>
      <h3>Devices</h3>
      {devices.length === 0 && <p className="soft">None.</p>}
      <ul className="devices">
        {devices.map((device) => (
          <li key={device.id} data-state={device.state}>
            <strong>{device.id}</strong>
            <span className="soft">{device.kind}</span>
            <span className="device-state">{deviceStates[device.state]}</span>
            <span className="soft mono device-address">{device.address}</span>
            <span className="soft num">{countsOf(device)}</span>
            {device.detail !== undefined && <span className="device-detail">{device.detail}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function countsOf({ counts }: DeviceReport): string {
  return Object.entries(counts)
    .map(([name, value]) => `${value.toLocaleString()} ${name}`)
    .join(', ');
}

function ago(since: string | null, at: string): string {
  return since === null ? '–' : `${span(agoMs(since, at))} ago`;
}

function skewWords(skewMs: number): string {
  if (Math.abs(skewMs) < 1_000) return 'right';
  return `${span(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead' : 'behind'}`;
}
