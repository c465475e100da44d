import { span } from '../../kernel/web/format.ts';
import type { Alert } from '../../protocols/wire/site-condition.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { agoMs, nameOf } from './condition.ts';

/** More than this nobody reads; the count says that there are more. */
const shown = 40;

interface AlertListProps {
  readonly alerts: readonly Alert[];
  readonly status: GatewayStatus;
  readonly onChoose: (station: string) => void;
}

/** What is wrong, troubles first; one of a station leads to it. */
export function AlertList({ alerts, status, onChoose }: AlertListProps) {
  const names = new Map(status.stations.map((station) => [station.station as string, nameOf(station)]));
  return (
    <section className="card" aria-labelledby="alerts-title">
      <h2 id="alerts-title">
        Alerts <span className="soft num">{alerts.length}</span>
      </h2>
      {alerts.length === 0 && <p className="calm">✓ Nothing needs a person.</p>}
      <ul className="alerts">
        {alerts.slice(0, shown).map((alert) => (
          <li key={`${alert.subject} ${alert.text}`} data-level={alert.level}>
            <span className="alert-mark" aria-hidden="true">
              {alert.level === 'trouble' ? '✕' : 'i'}
            </span>
            <div>
              <AlertSubject alert={alert} name={names.get(alert.subject)} onChoose={onChoose} />
              <span className="visually-hidden">{alert.level}: </span>
              {alert.text}
            </div>
            {alert.since !== null && (
              <span className="soft num alert-since">{span(agoMs(alert.since, status.at))}</span>
            )}
          </li>
        ))}
      </ul>
      {alerts.length > shown && <p className="soft">and {alerts.length - shown} more</p>}
    </section>
  );
}

function AlertSubject({
  alert,
  name,
  onChoose,
}: {
  alert: Alert;
  name: string | undefined;
  onChoose: (station: string) => void;
}) {
  if (name === undefined) return <strong>{alert.subject === '' ? 'Gateway' : alert.subject}</strong>;
  return (
    <button type="button" className="alert-station" onClick={() => onChoose(alert.subject)}>
      {name}
    </button>
  );
}
