import { Switch } from '@mantine/core';
import { useState } from 'react';
import { count, timeOfDay } from '../../kernel/web/format.ts';
import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { JourneyScan, JourneyView } from '../insight/journey-view.ts';

const shownAtFirst = 60;

/** Every scan of the order as it was read, confirmed or refused. */
export function ScanSection({ journey: { scans } }: { journey: JourneyView }) {
  const [refusedOnly, setRefusedOnly] = useState(false);
  const [all, setAll] = useState(false);
  const refused = scans.filter(isRefused);
  const wanted = refusedOnly ? refused : scans;
  const shown = all ? wanted : wanted.slice(0, shownAtFirst);
  return (
    <section id="scans" className="section">
      <div className="section-head">
        <h2>Every scan</h2>
        <p className="soft num">
          {count(scans.length, 'scan')}, {refused.length} refused
        </p>
        <Switch
          label="Refused only"
          checked={refusedOnly}
          onChange={(event) => setRefusedOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 ? <p className="card empty">None yet.</p> : <ScanTable scans={shown} />}
      {shown.length < wanted.length && (
        <button type="button" className="more-tickets" onClick={() => setAll(true)}>
          Show {count(wanted.length - shown.length, 'more scan')}
        </button>
      )}
    </section>
  );
}

function isRefused({ verdict }: JourneyScan): boolean {
  return verdict.startsWith('refused_');
}

function ScanTable({ scans }: { scans: readonly JourneyScan[] }) {
  return (
    <div className="table-card">
      <table className="scans">
        <thead>
          <tr>
            <th>Time</th>
            <th>Station</th>
            <th>Operator</th>
            <th>Read</th>
            <th>Verdict</th>
            <th className="right">Units</th>
          </tr>
        </thead>
        <tbody>
          {scans.map((scan) => (
            <ScanRow key={`${scan.site} ${scan.station} ${scan.seq}`} scan={scan} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ScanRow({ scan }: { scan: JourneyScan }) {
  const refused = isRefused(scan);
  return (
    <tr data-refused={refused}>
      <td className="num">
        <time dateTime={scan.at}>{timeOfDay(scan.at)}</time>
      </td>
      <td className="mono nowrap">
        {scan.station} <span className="soft">#{scan.seq}</span>
      </td>
      <td className="nowrap">{scan.operator ?? <span className="soft">nobody</span>}</td>
      <td className="scan-raw">
        <RawScan raw={scan.raw} />
      </td>
      <td>
        <span className="verdict" data-refused={refused}>
          <span aria-hidden="true">{refused ? '✕' : '✓'}</span>{' '}
          {scan.verdict.replace('refused_', 'refused: ').replaceAll('_', ' ')}
        </span>
        <span className="verdict-message soft">{scan.message}</span>
      </td>
      <td className="right num">{scan.units === 0 ? '' : `+${scan.units}`}</td>
    </tr>
  );
}
