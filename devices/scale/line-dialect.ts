import { type LineEvent, type LineState, lineCut, lineStep, noLine } from '../../protocols/scale/lines.ts';
import { parseWeightLine } from '../../protocols/scale/weight-line.ts';
import type { Dialect, Heard } from './dialect.ts';

/** The commands of the scale, with their line ends; a scale without `request` sends by itself. */
export interface LineCommands {
  readonly request?: string | undefined;
  readonly zero?: string | undefined;
  readonly tare?: string | undefined;
}

/** Scales that send lines such as `ST,GS,+  1.234kg` (A&D, CAS and many others), by themselves or on request. */
export function lineDialect({ request, zero, tare }: LineCommands): Dialect<LineState> {
  return {
    start: noLine,
    hear: (state, bytes) => {
      const step = lineStep(state, bytes);
      return { state: step.state, heard: step.events.map(heardOf) };
    },
    cut: (state) => lineCut(state).events.map(heardOf),
    questions: {
      model: null,
      serial: null,
      weight: request ?? null,
      zero: zero ?? null,
      tare: tare ?? null,
    },
    answers: false,
  };
}

function heardOf(event: LineEvent): Heard {
  if (event.kind === 'fault') return event;
  const line = parseWeightLine(event.text);
  if (!line.ok) return { kind: 'fault', fault: line.fault };
  return line.value.kind === 'weight' ? { kind: 'reading', reading: line.value.reading } : { kind: 'other' };
}
