/** Before the first view has come. */
export function Starting({ lost }: { lost: boolean }) {
  return (
    <main className="starting" role="status">
      <div className="starting-bars" aria-hidden="true">
        {[3, 1, 2, 1, 3, 2, 1].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing.
          <span key={index} className="starting-bar" style={{ width: width * 6 }} />
        ))}
      </div>
      <h1>{lost ? 'No connection to the agent' : 'Starting'}</h1>
      <p className="soft">
        {lost ? 'The program of this station does not answer. Trying again.' : 'Waiting for the station.'}
      </p>
    </main>
  );
}

/** The agent was there and is gone: what stands on the screen may be old. */
export function NoAgent() {
  return (
    <div className="no-agent" role="alert">
      <span aria-hidden="true">⚠</span>
      <strong>No connection to the agent.</strong>
      <span>Stop scanning: what you see may be old. Trying again.</span>
    </div>
  );
}
