/** One thing that is so, with its name; `bad` and `good` come with a sign of their own. */
export interface PanelFact {
  readonly name: string;
  readonly value: string;
  readonly tone?: 'good' | 'bad' | 'open';
}

const signs = { good: '✓ ', bad: '✕ ', open: '○ ' } as const;

interface FactPanelProps {
  readonly title: string;
  readonly facts: readonly PanelFact[];
}

/** What is known of the work in hand beside its rows; nothing where nothing is known. */
export function FactPanel({ title, facts }: FactPanelProps) {
  if (facts.length === 0) return null;
  return (
    <section className="panel facts" aria-label={title}>
      <h3 className="panel-title">
        <span>{title}</span>
      </h3>
      <dl>
        {facts.map(({ name, value, tone }) => (
          <div key={name} className="fact" data-tone={tone}>
            <dt>{name}</dt>
            <dd className="num">
              {tone === undefined ? '' : signs[tone]}
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
