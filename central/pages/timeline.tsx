import { dayAndTime } from '../../kernel/web/format.ts';
import type { JourneyView, MilestoneKey } from '../insight/journey-view.ts';
import type { MessageKey } from './messages/en.ts';
import { milestoneDetail } from './milestone-detail.ts';
import { useWords } from './words.ts';

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

const titles: Readonly<Record<MilestoneKey, MessageKey>> = {
  received: 'stepReceived',
  credit: 'stepCredit',
  released: 'stepReleased',
  picking: 'stepPicking',
  packed: 'stepPacked',
  dispatched: 'stepDispatched',
  invoiced: 'stepInvoiced',
  paid: 'stepPaid',
  closed: 'stepClosed',
};

/** The milestones from top to bottom, each with its time and how long it took since the one before. */
export function Timeline({ journey }: { journey: JourneyView }) {
  const { text } = useWords();
  const { milestones } = journey;
  const next = milestones.find(({ at }) => at === null);
  return (
    <ol className="timeline" aria-label={text('milestones')}>
      {milestones.map((milestone, index) => (
        <Step
          key={milestone.key}
          milestone={milestone}
          detail={milestoneDetail(milestone, journey, text)}
          before={milestones[index - 1]?.at ?? null}
          isNext={milestone === next}
        />
      ))}
    </ol>
  );
}

interface StepProps {
  milestone: Milestone;
  detail: string;
  before: string | null;
  isNext: boolean;
}

function Step({ milestone: { key, at }, detail, before, isNext }: StepProps) {
  const { text, span } = useWords();
  const tookMs = at === null || before === null ? null : Date.parse(at) - Date.parse(before);
  return (
    <li className="step" data-state={at !== null ? 'reached' : isNext ? 'next' : 'ahead'}>
      <span className="step-mark" aria-hidden="true">
        {at === null ? '' : '✓'}
      </span>
      <button type="button" className="step-title" onClick={() => scrollTo(sections[key])}>
        {text(titles[key])}
        <span className="visually-hidden"> ({text(at === null ? 'notYet' : 'reached')})</span>
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
