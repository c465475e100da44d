import { type LineEvent, type LineState, lineCut, lineStep, noLine } from '../../protocols/scale/lines.ts';
import { encodeSicsCommand, parseSicsResponse, type SicsResponse } from '../../protocols/scale/sics.ts';
import type { WeightReading } from '../../protocols/scale/weight.ts';
import type { Dialect, Heard, ScaleTask } from './dialect.ts';

const tasks: Readonly<Record<string, ScaleTask>> = {
  S: 'weight',
  SI: 'weight',
  Z: 'zero',
  T: 'tare',
  I2: 'model',
  I4: 'serial',
};

interface SicsState {
  readonly line: LineState;
  /** A weight whose tare has been asked for and is not known yet. */
  readonly weight: WeightReading | null;
  /** False once the scale has refused to tell its tare. */
  readonly tellsTare: boolean;
}

/** Scales of Mettler-Toledo and others that speak MT-SICS: each answers when it is asked. */
export const sicsDialect: Dialect<SicsState> = {
  start: { line: noLine, weight: null, tellsTare: true },
  hear: (before, bytes) => {
    const step = lineStep(before.line, bytes);
    let state: SicsState = { ...before, line: step.state };
    const heard: Heard[] = [];
    for (const event of step.events) {
      const next = withTare(state, event);
      state = next.state;
      heard.push(...next.heard);
    }
    return { state, heard };
  },
  cut: ({ line }) => lineCut(line).events.map(heardOf),
  // The weight is asked for at once (SI) again and again, so that no answer is ever waited for long. It is a net weight
  // where a tare is set, so the tare is asked for with it (TA, as SI a command of level 0 or 1).
  questions: {
    model: encodeSicsCommand('I2'),
    serial: encodeSicsCommand('I4'),
    weight: `${encodeSicsCommand('SI')}${encodeSicsCommand('TA')}`,
    zero: encodeSicsCommand('Z'),
    tare: encodeSicsCommand('T'),
  },
  answers: true,
};

interface SicsStep {
  readonly state: SicsState;
  readonly heard: readonly Heard[];
}

/** A weight is told with the tare that the scale names behind it; without where the scale names none. */
function withTare(state: SicsState, event: LineEvent): SicsStep {
  const response = event.kind === 'fault' ? null : parseSicsResponse(event.text);
  if (response?.ok !== true) return { state, heard: [heardOf(event)] };
  const { value } = response;
  if (value.kind === 'weight' && state.tellsTare) {
    // The tare of the weight before was never told: this scale is one that tells none.
    if (state.weight !== null)
      return { state: { ...state, weight: null, tellsTare: false }, heard: [meaningOf(value)] };
    return { state: { ...state, weight: value.reading }, heard: [{ kind: 'other' }] };
  }
  if (value.kind === 'tare' && value.command === 'TA') {
    const reading = state.weight === null ? null : tared(state.weight, value.milligrams);
    return { state: { ...state, weight: null }, heard: reading === null ? [{ kind: 'other' }] : [reading] };
  }
  const refusesTare = value.kind === 'refused' && (value.command === null || value.command === 'TA');
  if (refusesTare && state.weight !== null) {
    return {
      state: { ...state, weight: null, tellsTare: false },
      heard: [alone(state.weight)],
    };
  }
  return { state, heard: [meaningOf(value)] };
}

/** A scale that knows no TA has no tare to set, as a rule: what it shows is the gross weight. */
function alone(reading: WeightReading): Heard {
  return { kind: 'reading', reading: { ...reading, kind: 'gross' } };
}

function tared(reading: WeightReading, tareMilligrams: number): Heard {
  return {
    kind: 'reading',
    reading: { ...reading, kind: tareMilligrams === 0 ? 'gross' : 'net', tareMilligrams },
  };
}

function heardOf(event: LineEvent): Heard {
  if (event.kind === 'fault') return event;
  const response = parseSicsResponse(event.text);
  return response.ok ? meaningOf(response.value) : { kind: 'fault', fault: response.fault };
}

function meaningOf(response: SicsResponse): Heard {
  const task = response.command === null ? null : (tasks[response.command] ?? null);
  switch (response.kind) {
    case 'weight':
      return alone(response.reading);
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
