import { dayAndTime, span } from '../../kernel/web/format.ts';
import type { JourneyView, MilestoneKey } from '../insight/journey-view.ts';

type Milestone = JourneyView['milestones'][number];

/** Where on the page the detail of a milestone stands. */
const sections: Readonly<Record<MilestoneKey, string>> = {
  received: 'lines',
  credit: 'credit',
  released: 'lines',
  picking: 'scans',
  packed: 'parcels',
  dispatched: 'parcels',
  invoiced: 'invoice',
  paid: 'payments',
  closed: 'payments',
};

/** The milestones from top to bottom, each with its time and how long it took since the one before. */
export function Timeline({ milestones }: { milestones: readonly Milestone[] }) {
  const next = milestones.find(({ at }) => at === null);
  return (
    <ol className="timeline" aria-label="Milestones">
      {milestones.map((milestone, index) => (
        <Step
          key={milestone.key}
          milestone={milestone}
          before={milestones[index - 1]?.at ?? null}
          isNext={milestone === next}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  milestone: Milestone;
  before: string | null;
  isNext: boolean;
}

function Step({ milestone: { key, title, detail, at }, before, isNext }: StepProps) {
  const tookMs = at === null || before === null ? null : Date.parse(at) - Date.parse(before);
  return (
    <li className="step" data-state={at !== null ? 'reached' : isNext ? 'next' : 'ahead'}>
      <span className="step-mark" aria-hidden="true">
        {at === null ? '' : '✓'}
      </span>
      <button type="button" className="step-title" onClick={() => scrollTo(sections[key])}>
        {title}
        <span className="visually-hidden">{at === null ? ' (not yet)' : ' (reached)'}</span>
      </button>
      {at !== null && (
        <p className="step-time num">
          <time dateTime={at}>{dayAndTime(at)}</time>
          {tookMs !== null && tookMs >= 1000 && <span className="soft"> +{span(tookMs)}</span>}
        </p>
      )}
      {detail !== '' && <p className="step-detail">{detail}</p>}
    </li>
  );
}

function scrollTo(section: string): void {
  document.getElementById(section)?.scrollIntoView({ behavior: 'smooth', block: 'start' });
}
