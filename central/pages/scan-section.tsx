import { Switch } from '@mantine/core';
import { useState } from 'react';
import { timeOfDay } from '../../kernel/web/format.ts';
import { RawScan } from '../../kernel/web/raw-scan.tsx';
import type { JourneyScan, JourneyView } from '../insight/journey-view.ts';
import { TableCard } from './table-card.tsx';
import { useWords, type Words } from './words.ts';

const shownAtFirst = 60;

/** Every scan of the order as it was read, confirmed or refused. */
export function ScanSection({ journey: { scans } }: { journey: JourneyView }) {
  const { text } = useWords();
  const [refusedOnly, setRefusedOnly] = useState(false);
  const [all, setAll] = useState(false);
  const refused = scans.filter(isRefused);
  const wanted = refusedOnly ? refused : scans;
  const shown = all ? wanted : wanted.slice(0, shownAtFirst);
  return (
    <section id="scans" className="section">
      <div className="section-head">
        <h2>{text('everyScan')}</h2>
        <p className="soft num">
          {text('scans', { n: scans.length })}, {text('refusedCount', { n: refused.length })}
        </p>
        <Switch
          label={text('refusedOnly')}
          checked={refusedOnly}
          onChange={(event) => setRefusedOnly(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 ? <p className="card empty">{text('none')}</p> : <ScanTable scans={shown} />}
      {shown.length < wanted.length && (
        <button type="button" className="more-tickets" onClick={() => setAll(true)}>
          {text('moreScans', { n: wanted.length - shown.length })}
        </button>
      )}
    </section>
  );
}

function isRefused({ verdict }: JourneyScan): boolean {
  return verdict.startsWith('refused_');
}

function ScanTable({ scans }: { scans: readonly JourneyScan[] }) {
  const { text } = useWords();
  return (
    <TableCard label={text('everyScan')}>
      <table className="scans">
        <thead>
          <tr>
            <th>{text('time')}</th>
            <th>{text('station')}</th>
            <th>{text('operator')}</th>
            <th>{text('read')}</th>
            <th>{text('verdict')}</th>
            <th className="right">{text('unitsTitle')}</th>
          </tr>
        </thead>
        <tbody>
          {scans.map((scan) => (
            <ScanRow key={`${scan.site} ${scan.station} ${scan.seq}`} scan={scan} />
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

/** The codes of verdicts are English; what the station said of the scan, in its own language, stands below them. */
function verdictWords(scan: JourneyScan, { language, text }: Words): string {
  if (language !== 'en') return text(isRefused(scan) ? 'refused' : 'accepted');
  return scan.verdict.replace('refused_', `${text('refused')}: `).replaceAll('_', ' ');
}

function ScanRow({ scan }: { scan: JourneyScan }) {
  const words = useWords();
  const { text } = words;
  const refused = isRefused(scan);
  return (
    <tr data-refused={refused}>
      <td className="num">
        <time dateTime={scan.at}>{timeOfDay(scan.at)}</time>
      </td>
      <td className="mono nowrap">
        {scan.station} <span className="soft">#{scan.seq}</span>
      </td>
      <td className="nowrap">{scan.operator ?? <span className="soft">{text('nobody')}</span>}</td>
      <td className="scan-raw">
        <RawScan raw={scan.raw} />
      </td>
      <td className="scan-verdict">
        <span className="verdict" data-refused={refused}>
          <span aria-hidden="true">{refused ? '✕' : '✓'}</span> {verdictWords(scan, words)}
        </span>
        <span className="verdict-message soft">{scan.message}</span>
      </td>
      <td className="right num">{scan.units === 0 ? '' : `+${scan.units}`}</td>
    </tr>
  );
}
