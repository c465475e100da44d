import { useEffect, useEffectEvent, useState } from 'react';
import { FieldBurst } from './field-burst.ts';
import { nothingTyped, wedgeStep } from './wedge.ts';

/** After this pause an unfinished code is shown as a fragment: the scanner sends no Enter, or lost it. */
const fragmentAfterMs = 3_000;

export interface Wedge {
  /** What was typed and then given up, as no Enter came; or ''. */
  readonly fragment: string;
  readonly clearFragment: () => void;
}

/**
 * Collects what a keyboard wedge types anywhere on the page: wherever the focus is, and out of a text field too if it was
 * typed faster than a person can. A code that is pasted (as some handhelds do it) is one as well.
 *
 * @param onAcknowledge Enter or Escape was pressed alone; true if that was waited for, and nothing else may react to it.
 */
export function useWedge(onCode: (code: string) => void, onAcknowledge: () => boolean): Wedge {
  const [fragment, setFragment] = useState('');
  const send = useEffectEvent(onCode);
  const acknowledge = useEffectEvent(onAcknowledge);
  useEffect(() => {
    let state = nothingTyped;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const burst = new FieldBurst();
    const giveUp = () => {
      setFragment(state.typed);
      state = nothingTyped;
    };
    const take = (event: Event, code: string | null) => {
      event.preventDefault();
      event.stopPropagation();
      if (code !== null) send(code);
    };
    const onKey = (event: KeyboardEvent) => {
      const field = textFieldOf(event.target);
      if (field !== null) {
        const code = burst.key(event, field);
        if (code !== null) take(event, code);
        return;
      }
      const step = wedgeStep(state, {
        key: event.key,
        code: event.code,
        ctrl: event.ctrlKey,
        alt: event.altKey,
        meta: event.metaKey,
        shift: event.shiftKey,
        down: event.type === 'keydown',
      });
      state = step.state;
      clearTimeout(timer);
      if (state.typed !== '') {
        timer = setTimeout(giveUp, fragmentAfterMs);
        setFragment('');
      }
      const alone = !step.taken && event.type === 'keydown' && isAcknowledgement(event.key);
      if (step.taken || (alone && acknowledge())) take(event, step.code);
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text') ?? '';
      if (textFieldOf(event.target) === null && text.trim() !== '') take(event, text);
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('keyup', onKey, true);
    window.addEventListener('paste', onPaste, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('keyup', onKey, true);
      window.removeEventListener('paste', onPaste, true);
    };
  }, []);
  return { fragment, clearFragment: () => setFragment('') };
}

function isAcknowledgement(key: string): boolean {
  return key === 'Enter' || key === 'Escape';
}

function textFieldOf(target: EventTarget | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (target instanceof HTMLTextAreaElement) return target;
  const isText = target instanceof HTMLInputElement && !['radio', 'checkbox', 'file'].includes(target.type);
  return isText ? target : null;
}
