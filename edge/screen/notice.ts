import type { VerdictCode } from '../../protocols/wire/facts/verdicts.ts';
import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import type { CommandFault } from './use-commands.ts';

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

/** A command that failed goes before the fragment of a keyboard wedge, and both before the last scan. */
export function noticeOf(
  view: ScreenView,
  fault: CommandFault | null,
  fragment: string,
  acknowledged: number,
): Notice | null {
  if (fault !== null) return ofFault(fault);
  if (fragment !== '') return ofFragment(fragment);
  if (view.last === null) return null;
  return ofScan(view.last, view, acknowledged);
}

function ofFault(fault: CommandFault): Notice {
  return {
    key: `fault ${fault.code}`,
    kind: 'bad',
    symbol: '✕',
    word: 'Not done',
    text: fault.message,
    advice: fault.remedy,
    raw: fault.code,
    at: null,
    holds: true,
  };
}

function ofFragment(fragment: string): Notice {
  return {
    key: `fragment ${fragment}`,
    kind: 'bad',
    symbol: '✕',
    word: 'Not counted',
    text: 'A code came by keyboard without Enter at its end.',
    advice: 'Scan again. If it stays so, set the scanner to send Enter after each code.',
    raw: fragment,
    at: null,
    holds: true,
  };
}

/** One word for what a scan did, where it is not plainly a counted item. */
const words: Readonly<Partial<Record<VerdictCode, string>>> = {
  order_opened: 'Opened',
  parcel_sealed: 'Sealed',
  parcel_checked: 'Label is right',
  shipment_dispatched: 'Dispatched',
  operator_signed_in: 'Signed in',
  item_undone: 'Taken back',
  line_shorted: 'Shorted',
};

function ofScan(last: LastScan, view: ScreenView, acknowledged: number): Notice {
  const { text, advice } = inTwo(last.message);
  const common = { key: `scan ${last.seq}`, text, advice, raw: last.raw, at: last.at, holds: false };
  if (last.tone === 'error') {
    return { ...common, kind: 'bad', symbol: '✕', word: 'Refused', holds: last.seq !== acknowledged };
  }
  const line = view.order?.lines.find((candidate) => candidate.line === last.line);
  if (last.verdict === 'item_confirmed' && line !== undefined && line.state === 'partial') {
    return { ...common, kind: 'partial', symbol: '◐', word: `${line.done} of ${line.units}` };
  }
  const word = words[last.verdict] ?? (line?.state === 'done' ? 'Line done' : 'OK');
  return { ...common, kind: 'good', symbol: '✓', word };
}

/** A message says in its first sentence what is, and in the rest what to do. */
function inTwo(message: string): { text: string; advice: string } {
  const end = message.search(/\. (?=\p{Lu})/u);
  return end === -1
    ? { text: message, advice: '' }
    : { text: message.slice(0, end + 1), advice: message.slice(end + 2) };
}
