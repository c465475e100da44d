import type { ReactNode } from 'react';
import { span } from '../../kernel/web/format.ts';
import { conditionOf } from '../../protocols/wire/site-condition.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { agoMs, bytes } from './condition.ts';
import { MinuteBars } from './minute-bars.tsx';

/** The handful of numbers by which one sees from afar whether a site works. */
export function Figures({ status }: { status: GatewayStatus }) {
  const { stations, log, work, disk, at } = status;
  const online = stations.filter((station) => conditionOf(station, at) === 'online').length;
  const waiting = stations.reduce((sum, { report }) => sum + (report?.facts.unacknowledged ?? 0), 0);
  const oldest = oldestWaiting(status);
  return (
    <dl className="figures">
      <Figure name="Stations online" note={`of ${stations.length}`}>
        {online.toLocaleString()}
      </Figure>
      <Figure name="Facts a minute" note={<MinuteBars perMinute={log.perMinute} />} wide>
        {(log.perMinute.at(-2) ?? log.perMinute.at(-1) ?? 0).toLocaleString()}
      </Figure>
      <Figure
        name="Waiting at stations"
        note={oldest === null ? 'none' : `oldest ${span(agoMs(oldest, at))}`}
      >
        {waiting.toLocaleString()}
      </Figure>
      <Figure name="Work of central" note={`${work.documents.toLocaleString()} documents`}>
        {work.asOf === null ? 'never' : span(agoMs(work.asOf, at))}
      </Figure>
      <Figure name="Facts in the log" note={logNote(status)}>
        {log.cursor.toLocaleString()}
      </Figure>
      <Figure name="Disk free" note={disk === null ? 'unknown' : `of ${bytes(disk.totalBytes)}`}>
        {disk === null ? '–' : bytes(disk.freeBytes)}
      </Figure>
    </dl>
  );
}

function Figure({
  name,
  note,
  wide,
  children,
}: {
  name: string;
  note: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="figure" data-wide={wide}>
      <dt>{name}</dt>
      <dd className="figure-value num">{children}</dd>
      <dd className="figure-note num">{note}</dd>
    </div>
  );
}

function logNote({ log, archive }: GatewayStatus): string {
  const aside = `${(log.setAside + log.conflicts).toLocaleString()} set aside`;
  return archive.segments === 0 ? aside : `${archive.cursor.toLocaleString()} archived, ${aside}`;
}

function oldestWaiting({ stations }: GatewayStatus): string | null {
  const all = stations.flatMap(({ report }) => report?.facts.oldestUnacknowledgedAt ?? []);
  return all.toSorted()[0] ?? null;
}
