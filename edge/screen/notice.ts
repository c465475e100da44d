import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import type { MessageKey } from './messages/en.ts';
import type { Fault } from './screen-port.ts';
import type { Words } from './words.ts';

/** What the banner shows. `holds`: it stays in full until the person has acknowledged it. */
export interface Notice {
  readonly key: string;
  readonly kind: 'good' | 'partial' | 'bad';
  readonly symbol: string;
  readonly word: string;
  readonly text: string;
  readonly advice: string;
  readonly raw: string;
  readonly at: string | null;
  readonly holds: boolean;
}

/** What may have happened beside the last scan. */
export interface Trouble {
  readonly fault: Fault | null;
  /** What a keyboard wedge typed without an end; or ''. */
  readonly fragment: string;
  /** seq of the last scan that the person has acknowledged. */
  readonly acknowledged: number;
}

/** What failed to be sent goes before the fragment of a keyboard wedge, and both before the last scan. */
export function noticeOf(view: ScreenView, trouble: Trouble, words: Words): Notice | null {
  if (trouble.fault !== null) return ofFault(trouble.fault, words);
  if (trouble.fragment !== '') return ofFragment(trouble.fragment, words);
  return view.last === null ? null : ofScan(view.last, view, trouble.acknowledged, words);
}

const trouble = { kind: 'bad', symbol: '✕', raw: '', at: null, holds: true } as const;

function ofFault(fault: Fault, { text }: Words): Notice {
  const said =
    fault.kind === 'refused'
      ? { text: fault.message, advice: fault.remedy }
      : { text: text('noAnswerText'), advice: text('noAnswerAdvice') };
  return { ...trouble, key: `fault ${said.text}`, word: text('notDone'), ...said };
}

function ofFragment(fragment: string, { text }: Words): Notice {
  return {
    ...trouble,
    key: `fragment ${fragment}`,
    word: text('notCounted'),
    text: text('fragmentText'),
    advice: text('fragmentAdvice'),
    raw: fragment,
  };
}

/** One word for what a scan did, where it is not plainly a counted item. */
const verdictWords: Readonly<Partial<Record<VerdictCode, MessageKey>>> = {
  order_opened: 'wordOpened',
  parcel_sealed: 'wordSealed',
  parcel_checked: 'wordLabelRight',
  shipment_dispatched: 'wordDispatched',
  operator_signed_in: 'wordSignedIn',
  item_undone: 'wordTakenBack',
  line_shorted: 'wordShorted',
};

/** What waits for an answer, and goes on only with it. */
const questions: ReadonlySet<VerdictCode> = new Set([
  'approval_asked',
  'document_asked',
  'override_asked',
  'pin_asked',
  'reopen_asked',
  'signature_asked',
]);

function ofScan(last: LastScan, view: ScreenView, acknowledged: number, words: Words): Notice {
  const { text, advice } = inTwo(last.message);
  const common = { key: `scan ${last.seq}`, text, advice, raw: last.raw, at: last.at, holds: false };
  if (last.tone === 'error') {
    const holds = last.seq !== acknowledged;
    return { ...common, kind: 'bad', symbol: '✕', word: words.text('refused'), holds };
  }
  const line = view.order?.lines.find((candidate) => candidate.line === last.line);
  if (last.verdict === 'item_confirmed' && line?.state === 'partial') {
    const word = words.text('counted', { done: line.done, units: line.units });
    return { ...common, kind: 'partial', symbol: '◐', word };
  }
  // Nothing is counted yet: green would say that it is.
  if (questions.has(last.verdict))
    return { ...common, kind: 'partial', symbol: '?', word: words.text('wordAsked') };
  const named = verdictWords[last.verdict] ?? (line?.state === 'done' ? 'lineDone' : 'ok');
  return { ...common, kind: 'good', symbol: '✓', word: words.text(named) };
}

/** A name such as "Kontor & Co. KG" or "St. Pauli" ends no sentence. */
const abbreviated = /(?:^|[\s(&])(?:\p{L}|Co|Inc|Ltd|Corp|Bros|Cie|St|Dr|Mr|Ms|Mrs|Sr|Sra|Nr|No)\.$/u;

/** A message says in its first sentence what is, and in the rest what to do. */
function inTwo(message: string): { text: string; advice: string } {
  for (const { index } of message.matchAll(/[.!?] (?=[\p{Lu}¿¡])/gu)) {
    const text = message.slice(0, index + 1);
    if (!abbreviated.test(text)) return { text, advice: message.slice(index + 2) };
  }
  return { text: message, advice: '' };
}
