import type { ScreenView } from '../fulfilment/screen-view.ts';

export interface StorageFailure {
  readonly detail: string;
  /** How many tries have failed. */
  readonly tries: number;
  /** Readings that wait. */
  readonly waiting: number;
  readonly at: string;
}

/** Nothing may look confirmed while nothing can be stored. Each failed try has a negative number of its own. */
export function failedView(view: ScreenView, { detail, tries, waiting, at }: StorageFailure): ScreenView {
  const last: ScreenView['last'] = {
    seq: -tries,
    at,
    raw: '',
    verdict: 'refused_unreadable',
    tone: 'error',
    message: `The station cannot store (${detail}). ${waiting} waiting; do not go on.`,
    line: null,
  };
  const storage = { id: 'storage', kind: 'storage', state: 'failed', detail };
  return { ...view, prompt: 'Stop: nothing is stored', last, devices: [...view.devices, storage] };
}
