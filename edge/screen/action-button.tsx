import { useEffect, useRef, useState } from 'react';
import type { ScreenAction } from '../fulfilment/screen-view.ts';
import { useWords } from './words.ts';

/** How long the second touch on what cannot be taken back is awaited. */
const confirmWithinMs = 5_000;
/** Two touches within this time are a double tap and mean one. */
const doubleTapMs = 400;

interface ActionButtonProps {
  readonly action: ScreenAction;
  readonly onCommand: (code: string) => void;
}

/** Sends what its barcode would. One of tone danger wants a second touch. */
export function ActionButton({ action, onCommand }: ActionButtonProps) {
  const { text } = useWords();
  const [armed, setArmed] = useState(false);
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (!armed) return;
    const timer = setTimeout(() => setArmed(false), confirmWithinMs);
    return () => clearTimeout(timer);
  }, [armed]);
  const press = (at: number) => {
    if (at - lastAt.current < doubleTapMs) return;
    lastAt.current = at;
    const asks = action.tone === 'danger' && !armed;
    setArmed(asks);
    if (!asks) onCommand(action.code);
  };
  return (
    <button
      type="button"
      className="action"
      data-tone={action.tone}
      data-armed={armed}
      onClick={(event) => press(event.timeStamp)}
    >
      <strong>{armed ? text('touchAgain', { label: action.label }) : action.label}</strong>
    </button>
  );
}

/** The main one first, then the plain ones, what cannot be taken back last. */
export function inOrder(actions: readonly ScreenAction[]): readonly ScreenAction[] {
  const rank = { primary: 0, plain: 1, danger: 2 } as const;
  return [...actions].sort((one, other) => rank[one.tone] - rank[other.tone]);
}
