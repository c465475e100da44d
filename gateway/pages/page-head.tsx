import { timeOfDay } from '../../kernel/web/format.ts';
import type { Alert } from '../../protocols/wire/site-condition.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';

/** Which site this is, how it does as a whole, and whether what is shown is of now. */
export function PageHead({
  status,
  alerts,
  lost,
}: {
  status: GatewayStatus;
  alerts: Alert[];
  lost: boolean;
}) {
  const troubles = alerts.filter(({ level }) => level === 'trouble').length;
  return (
    <header className="head">
      <span className="brand">
        <svg viewBox="0 0 20 16" aria-hidden="true">
          <path d="M2 1v14M6 1v14M9 1v14M14 1v14M18 1v14" />
        </svg>
        Packproof
      </span>
      <h1>
        Site <strong>{status.site}</strong>
      </h1>
      <p className="verdict" data-kind={troubles === 0 ? 'good' : 'bad'} role="status">
        <span aria-hidden="true">{troubles === 0 ? '✓' : '!'}</span>
        {troubles === 0 ? 'All is well' : `${troubles} ${troubles === 1 ? 'trouble' : 'troubles'}`}
      </p>
      <p className="soft head-version">Gateway {status.version}</p>
      <p className="live" data-state={lost ? 'lost' : 'open'} role="status">
        {lost ? `✕ no answer; as of ${timeOfDay(status.at)}` : '● live'}
      </p>
      <time className="num head-clock" dateTime={status.at}>
        {timeOfDay(status.at)}
      </time>
    </header>
  );
}
