import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { ScreenView } from '../fulfilment/screen-view.ts';

/**
 * What has to be done next stands at the top: whenever that is something else, what was scrolled to before is forgotten. A row that
 * has to be seen is scrolled to after that.
 */
export function useFromTop<Scrolled extends HTMLElement>(view: ScreenView): RefObject<Scrolled | null> {
  const element = useRef<Scrolled>(null);
  const step = stepOf(view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is the event.
  useLayoutEffect(() => {
    const { current } = element;
    current?.scrollTo(0, 0);
    // On a low display all of the stage is scrolled (frame.css).
    current?.closest('.stage')?.scrollTo(0, 0);
  }, [step]);
  return element;
}

/** The same text as long as the same thing has to be done. */
export function stepOf({ activity, phase, wants }: ScreenView): string {
  const what = [phase, activity?.kind, ...Object.keys(wants)];
  if (activity?.kind === 'pack') what.push(activity.stage);
  if (activity?.kind === 'pick') {
    const { stop, hand } = activity;
    what.push(`${stop?.location} ${stop?.sku} ${stop?.lot} ${hand !== null}`);
  }
  if (activity?.kind === 'wall') what.push(activity.hand?.slot);
  if (activity?.kind === 'ship') what.push(activity.stopped?.sscc);
  return what.join();
}
