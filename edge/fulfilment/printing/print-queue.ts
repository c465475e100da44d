import type { PrintJob, StationState } from '../state.ts';

/** Puts papers behind what waits for the printer, each under a number of its own. Whoever asks has seen that there is room (`maxPrints`). */
export function queued(state: StationState, papers: readonly Omit<PrintJob, 'job'>[]): StationState {
  const jobs = papers.map((paper, index) => ({ job: state.nextPrintJob + index, ...paper }));
  return { ...state, prints: [...state.prints, ...jobs], nextPrintJob: state.nextPrintJob + jobs.length };
}
