import { useEffect, useEffectEvent, useState } from 'react';
import { nothingTyped, wedgeStep } from './wedge.ts';

/** After this pause an unfinished code is shown as a fragment: the scanner sends no Enter, or lost it. */
const fragmentAfterMs = 3_000;

const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

export interface Wedge {
  /** What was typed and then given up, as no Enter came; or ''. */
  readonly fragment: string;
  readonly clearFragment: () => void;
}

/**
 * Collects what a keyboard wedge types anywhere on the page, while no input field has the focus.
 *
 * @param onAnyKey called for each key, part of a code or not.
 */
export function useWedge(onCode: (code: string) => void, onAnyKey: () => void): Wedge {
  const [fragment, setFragment] = useState('');
  const send = useEffectEvent(onCode);
  const pressed = useEffectEvent(onAnyKey);
  useEffect(() => {
    let state = nothingTyped;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = () => {
      setFragment(state.typed);
      state = nothingTyped;
    };
    const onKey = (event: KeyboardEvent) => {
      if (isTextField(event.target)) return;
      const step = wedgeStep(state, {
        key: event.key,
        code: event.code,
        ctrl: event.ctrlKey,
        alt: event.altKey,
        meta: event.metaKey,
        down: event.type === 'keydown',
      });
      state = step.state;
      clearTimeout(timer);
      if (state.typed !== '') timer = setTimeout(giveUp, fragmentAfterMs);
      if (step.taken) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (event.type === 'keydown' && !modifiers.has(event.key)) {
        setFragment('');
        pressed();
      }
      if (step.code !== null) send(step.code);
    };
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('keyup', onKey, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('keyup', onKey, true);
    };
  }, []);
  return { fragment, clearFragment: () => setFragment('') };
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  );
}
