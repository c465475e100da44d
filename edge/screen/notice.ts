import type { LastScan, ScreenView } from '../fulfilment/screen-view.ts';
import { adviceFor } from './advice.ts';
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

function ofScan(last: LastScan, view: ScreenView, acknowledged: number): Notice {
  const common = { key: `scan ${last.seq}`, text: last.message, raw: last.raw, at: last.at };
  if (last.tone === 'error') {
    const advice = adviceFor(last.verdict);
    return { ...common, kind: 'bad', symbol: '✕', word: 'Refused', advice, holds: last.seq !== acknowledged };
  }
  const line = view.order?.lines.find((candidate) => candidate.line === last.line);
  if (last.tone === 'ok' && line !== undefined && line.state === 'partial') {
    const word = `${line.done} of ${line.units}`;
    return { ...common, kind: 'partial', symbol: '◐', word, advice: '', holds: false };
  }
  const word = last.tone === 'done' ? 'Complete' : line?.state === 'done' ? 'Line done' : 'OK';
  return { ...common, kind: 'good', symbol: '✓', word, advice: '', holds: false };
}
