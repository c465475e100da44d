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

/** The gateway and this station contradict each other: it stays until a person has set the station up anew. */
export function NothingSent({ code, message }: { code: string; message: string }) {
  return (
    <div className="no-agent" role="alert">
      <span aria-hidden="true">⚠</span>
      <strong>Nothing is sent any more ({code}).</strong>
      <span>{message} Call the person in charge.</span>
    </div>
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
