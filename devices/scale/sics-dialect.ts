import { type LineEvent, type LineState, lineCut, lineStep, noLine } from '../../protocols/scale/lines.ts';
import { encodeSicsCommand, parseSicsResponse, type SicsResponse } from '../../protocols/scale/sics.ts';
import type { Dialect, Heard, ScaleTask } from './dialect.ts';

const tasks: Readonly<Record<string, ScaleTask>> = {
  S: 'weight',
  SI: 'weight',
  Z: 'zero',
  T: 'tare',
  I2: 'model',
  I4: 'serial',
};

/** Scales of Mettler-Toledo and others that speak MT-SICS: each answers when it is asked. */
export const sicsDialect: Dialect<LineState> = {
  start: noLine,
  hear: (state, bytes) => {
    const step = lineStep(state, bytes);
    return { state: step.state, heard: step.events.map(heardOf) };
  },
  cut: (state) => lineCut(state).events.map(heardOf),
  // The weight is asked for at once (SI) again and again, so that no answer is ever waited for long.
  questions: {
    model: encodeSicsCommand('I2'),
    serial: encodeSicsCommand('I4'),
    weight: encodeSicsCommand('SI'),
    zero: encodeSicsCommand('Z'),
    tare: encodeSicsCommand('T'),
  },
  answers: true,
};

function heardOf(event: LineEvent): Heard {
  if (event.kind === 'fault') return event;
  const response = parseSicsResponse(event.text);
  return response.ok ? meaningOf(response.value) : { kind: 'fault', fault: response.fault };
}

function meaningOf(response: SicsResponse): Heard {
  const task = response.command === null ? null : (tasks[response.command] ?? null);
  switch (response.kind) {
    case 'weight':
      return { kind: 'reading', reading: response.reading };
    case 'tare':
      return { kind: 'done', task: 'tare' };
    case 'not-ready':
      return { kind: 'refused', task, moving: true, detail: 'the scale is busy, or not at rest' };
    case 'refused':
      return { kind: 'refused', task, moving: false, detail: `the scale refused it (${response.reason})` };
    case 'device-error':
      return { kind: 'refused', task, moving: false, detail: `the scale shows error ${response.code}` };
    case 'answer':
      return answerOf(task, response.status, response.parameters);
  }
}

function answerOf(task: ScaleTask | null, status: string, parameters: readonly string[]): Heard {
  if (task === 'model' || task === 'serial') {
    const text = parameters
      .map((parameter) => parameter.replace(/^"|"$/g, '').replaceAll('""', '"'))
      .join(' ');
    return { kind: 'identity', task, text };
  }
  if (task === 'zero' && status === 'A') return { kind: 'done', task };
  if (task === 'zero' || task === 'tare') {
    const detail =
      status === '+' ? 'the weight is above the range for it' : 'the weight is below the range for it';
    return { kind: 'refused', task, moving: false, detail };
  }
  return { kind: 'other' };
}
