import { span } from '../../kernel/web/format.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { agoMs } from './condition.ts';

interface Reader {
  readonly name: string;
  readonly kind: string;
  readonly connected: boolean | null;
  readonly lag: number;
  readonly oldestUnprocessedAt: string | null;
  readonly deadLetters: number;
}

/** Who reads the site's events, and how far behind each is. */
export function ReaderList({ status }: { status: GatewayStatus }) {
  const readers: Reader[] = [
    ...status.consumers.map((consumer) => ({ ...consumer, kind: 'replay', connected: null, deadLetters: 0 })),
    ...status.subscribers,
  ];
  return (
    <section className="card" aria-labelledby="readers-title">
      <h2 id="readers-title">
        Readers of events <span className="soft num">{readers.length}</span>
      </h2>
      {readers.length === 0 && <p className="soft">Nobody reads the events of this site yet.</p>}
      <ul className="readers">
        {readers.map((reader) => (
          <li key={`${reader.kind} ${reader.name}`}>
            <span className="reader-name">{reader.name}</span>
            <span className="soft reader-kind">{reader.kind}</span>
            <ReaderState reader={reader} at={status.at} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function ReaderState({ reader, at }: { reader: Reader; at: string }) {
  const { lag, oldestUnprocessedAt, deadLetters, connected } = reader;
  const behind = oldestUnprocessedAt === null ? '' : `, ${span(agoMs(oldestUnprocessedAt, at))}`;
  if (deadLetters > 0)
    return (
      <span className="pill" data-kind="bad">
        ✕ {deadLetters} undelivered
      </span>
    );
  if (lag > 0)
    return (
      <span className="pill num" data-kind="partial">
        ◐ {lag.toLocaleString()} behind{behind}
      </span>
    );
  if (connected === false) return <span className="pill">○ away</span>;
  return (
    <span className="pill" data-kind="good">
      ✓ has all
    </span>
  );
}
