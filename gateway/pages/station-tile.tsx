import { count, span } from '../../kernel/web/format.ts';
import { conditionOf } from '../../protocols/wire/site-condition.ts';
import type { StationAtGateway } from '../../protocols/wire/status.ts';
import { agoMs, looks, nameOf } from './condition.ts';

interface TileProps {
  readonly station: StationAtGateway;
  readonly at: string;
  readonly onChoose: (station: string) => void;
}

/** One station: who, how, and the one thing that matters most about it. */
export function StationTile({ station, at, onChoose }: TileProps) {
  const condition = conditionOf(station, at);
  const { symbol, word } = looks[condition];
  return (
    <button
      type="button"
      className="tile"
      data-condition={condition}
      onClick={() => onChoose(station.station)}
    >
      <span className="tile-name">{nameOf(station)}</span>
      <span className="tile-state">
        <span aria-hidden="true">{symbol}</span> {word}
      </span>
      <span className="tile-note num">{noteOf(station, at)}</span>
      <Devices station={station} />
    </button>
  );
}

function noteOf({ report, reportedAt, lastReceivedAt, connected }: StationAtGateway, at: string): string {
  const last = reportedAt ?? lastReceivedAt;
  if (!connected) return last === null ? '' : `for ${span(agoMs(last, at))}`;
  if (report === null) return 'no report yet';
  const { unacknowledged, oldestUnacknowledgedAt } = report.facts;
  if (unacknowledged === 0 || oldestUnacknowledgedAt === null) return 'nothing waits';
  return `${count(unacknowledged, 'fact')}, ${span(agoMs(oldestUnacknowledgedAt, at))}`;
}

/** A mark for each device; one that does not work has another shape. */
function Devices({ station: { report, connected } }: { station: StationAtGateway }) {
  const devices = connected ? (report?.devices ?? []) : [];
  if (devices.length === 0) return null;
  const bad = devices.filter(({ state }) => state !== 'connected').length;
  const words =
    bad === 0 ? count(devices.length, 'device') : `${bad} of ${count(devices.length, 'device')} not working`;
  return (
    <span className="tile-devices" data-bad={bad > 0} role="img" aria-label={words} title={words}>
      {devices.map(({ id, state }) => (state === 'connected' ? <i key={id} /> : <b key={id}>×</b>))}
    </span>
  );
}
