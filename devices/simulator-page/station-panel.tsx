import type { Screen } from './simulator-api.ts';

interface Props {
  screen: Screen | undefined;
  error: Error | null;
  fault: string;
}

const symbols = { ok: '✓', done: '✓', error: '✕' } as const;

/** The station's screen in small: what it waits for, and what it said to the last scan. */
export function StationPanel({ screen, error, fault }: Props) {
  if (screen === undefined) {
    return (
      <section className="station-panel" role="status">
        <h2>{error === null ? 'Asking the station' : 'The station does not answer'}</h2>
        {error !== null && <p>{error.message}</p>}
      </section>
    );
  }
  const { order, last } = screen;
  return (
    <section className="station-panel" aria-label="What the station shows">
      <p className="station-line">
        <span>{screen.station} says</span>
        <span>{screen.operator ?? 'nobody signed in'}</span>
      </p>
      <h2>{screen.prompt}</h2>
      {order !== null && (
        <p className="station-order num">
          {order.number}, {order.customer}
          <progress aria-label="Units done" value={order.unitsDone} max={order.unitsTotal} />
          {order.unitsDone} of {order.unitsTotal}
        </p>
      )}
      <p className="station-last" data-tone={fault === '' ? last?.tone : 'error'} aria-live="polite">
        {fault !== ''
          ? `✕ ${fault}`
          : last === null
            ? 'No scan yet'
            : `${symbols[last.tone]} ${last.message}`}
      </p>
    </section>
  );
}
