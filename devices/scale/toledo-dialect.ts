import {
  type ToledoSettings,
  type ToledoState,
  toledoStart,
  toledoStep,
} from '../../protocols/scale/toledo.ts';
import type { Dialect } from './dialect.ts';

/**
 * Terminals with the continuous output of Toledo. They take single letters for zero and tare, and answer nothing (METTLER
 * TOLEDO, standard continuous output, host to terminal).
 */
export function toledoDialect(settings: ToledoSettings): Dialect<ToledoState> {
  return {
    start: toledoStart,
    hear: (state, bytes) => {
      const step = toledoStep(settings, state, bytes);
      return {
        state: step.state,
        heard: step.events.map((event) =>
          event.kind === 'weight' ? { kind: 'reading', reading: event.reading } : event,
        ),
      };
    },
    // A terminal that is switched off in the middle of a frame has told nothing wrong.
    cut: () => [],
    questions: { model: null, serial: null, weight: null, zero: 'Z', tare: 'T' },
    answers: false,
  };
}
