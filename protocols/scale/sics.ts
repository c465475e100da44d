import { refuse, type ScaleResult } from './fault.ts';
import { notWeighed, readDecimal, readUnit, type WeightReading, weighed, writeDecimal } from './weight.ts';

/** Commands of MT-SICS levels 0 and 1 (Mettler-Toledo, MT-SICS Interface Commands). */
const sicsCommands = [
  'S',
  'SI',
  'SIR',
  'SR',
  'Z',
  'ZI',
  'T',
  'TI',
  'TA',
  'TAC',
  'I0',
  'I1',
  'I2',
  'I3',
  'I4',
  'I5',
  'D',
  'DW',
  'K',
  '@',
] as const;
export type SicsCommandName = (typeof sicsCommands)[number];

export interface SicsCommand {
  readonly name: SicsCommandName;
  /** As they are written: `3`, `"text"`, `100.00`, `g`. */
  readonly parameters: readonly string[];
}

export type SicsResponse =
  /** Answer to a weight command (S, SI, SIR, SR), or to T, TI and TA with the tare that was set. */
  | { readonly kind: 'weight'; readonly command: string; readonly reading: WeightReading }
  | { readonly kind: 'tare'; readonly command: string; readonly milligrams: number }
  /** The scale is busy, or the weight did not come to rest in time. */
  | { readonly kind: 'not-ready'; readonly command: string }
  /** The command was not understood (ES), came damaged (ET), or is not possible now (EL, or status L). */
  | {
      readonly kind: 'refused';
      readonly command: string | null;
      readonly reason: 'syntax' | 'transmission' | 'logical';
    }
  /** The scale is out of order: the code that it shows. */
  | { readonly kind: 'device-error'; readonly command: string; readonly code: string }
  | {
      readonly kind: 'answer';
      readonly command: string;
      readonly status: string;
      readonly parameters: readonly string[];
    };

export function encodeSicsCommand(name: SicsCommandName, ...parameters: readonly string[]): string {
  return `${[name, ...parameters].join(' ')}\r\n`;
}

/** Reads a command as a scale does: what a simulator needs. */
export function parseSicsCommand(line: string): ScaleResult<SicsCommand> {
  const [first, ...parameters] = words(line);
  const name = sicsCommands.find((command) => command === first?.text);
  if (name === undefined) return refuse('syntax', 0, 'command', sicsCommands.join(', '));
  return { ok: true, value: { name, parameters: parameters.map((word) => word.text) } };
}

interface Word {
  readonly text: string;
  readonly offset: number;
}

/** Blanks part words; a word in quotation marks may hold blanks, and "" for a quotation mark. */
function words(line: string): Word[] {
  return [...line.matchAll(/"(?:[^"]|"")*"|[^ ]+/g)].map((match) => ({
    text: match[0],
    offset: match.index,
  }));
}

const errors = { ES: 'syntax', ET: 'transmission', EL: 'logical' } as const;
const weightCommands: ReadonlySet<string> = new Set(['S', 'SI', 'SIR', 'SR', 'SU', 'SIU']);
const tareCommands: ReadonlySet<string> = new Set(['T', 'TI', 'TA']);

/** Reads one line of a scale's answer, without its CR LF. */
export function parseSicsResponse(line: string): ScaleResult<SicsResponse> {
  const [first, second, ...rest] = words(line);
  if (first === undefined || !/^[A-Z@][A-Z0-9]*$/.test(first.text)) {
    return refuse('syntax', first?.offset ?? 0, 'command', 'the name of a command, in capitals');
  }
  const command = first.text;
  if (isError(command)) return accepted({ kind: 'refused', command: null, reason: errors[command] });
  if (second === undefined) return refuse('syntax', line.length, 'status', `the status of ${command}`);
  const status = second.text;
  if (status === 'I') return accepted({ kind: 'not-ready', command });
  if (status === 'L') return accepted({ kind: 'refused', command, reason: 'logical' });
  if (weightCommands.has(command)) return weightAnswer(line, command, second, rest);
  if (tareCommands.has(command) && rest.length > 0) return tareAnswer(line, command, rest);
  return accepted({ kind: 'answer', command, status, parameters: rest.map((word) => word.text) });
}

function accepted(value: SicsResponse): ScaleResult<SicsResponse> {
  return { ok: true, value };
}

function isError(text: string): text is keyof typeof errors {
  return text in errors;
}

function weightAnswer(
  line: string,
  command: string,
  status: Word,
  rest: readonly Word[],
): ScaleResult<SicsResponse> {
  if (status.text === '+')
    return accepted({ kind: 'weight', command, reading: notWeighed('overload', 'net') });
  if (status.text === '-')
    return accepted({ kind: 'weight', command, reading: notWeighed('underload', 'net') });
  if (status.text !== 'S' && status.text !== 'D')
    return refuse('syntax', status.offset, 'status', 'S, D, I, L, + or -');
  const [first, second] = rest;
  if (first?.text === 'Error') return accepted({ kind: 'device-error', command, code: second?.text ?? '' });
  const shown = shownWeight(line, rest);
  if (!shown.ok) return shown;
  // A scale sends its net weight, which is the gross weight while no tare is set.
  const reading = weighed(shown.value, { stable: status.text === 'S', kind: 'net' });
  return reading.ok ? accepted({ kind: 'weight', command, reading: reading.value }) : reading;
}

function tareAnswer(line: string, command: string, rest: readonly Word[]): ScaleResult<SicsResponse> {
  const shown = shownWeight(line, rest);
  const tare = shown.ok ? weighed(shown.value, { stable: true, kind: 'net' }) : shown;
  return tare.ok ? accepted({ kind: 'tare', command, milligrams: tare.value.milligrams ?? 0 }) : tare;
}

function shownWeight(line: string, [value, unitWord, ...excess]: readonly Word[]) {
  if (value === undefined) return refuse('syntax', line.length, 'weight', 'a decimal number');
  // Digits below the verified scale interval stand in brackets.
  const number = readDecimal(value.text.replace(/\[(\d+)\]$/, '$1'), value.offset);
  if (!number.ok) return number;
  if (unitWord === undefined) return refuse('syntax', line.length, 'unit', 'a unit');
  const unit = readUnit(unitWord.text);
  if (unit === null) return refuse('unsupported', unitWord.offset, 'unit', 'a unit of weight');
  const [next] = excess;
  if (next !== undefined) return refuse('syntax', next.offset, 'end of line', 'nothing behind the unit');
  return { ok: true as const, value: { ...number.value, unit } };
}

const weightColumns = 10;

/** The answer of a scale with a weight, as MT-SICS writes it: the number right in ten columns. For simulators. */
export function encodeSicsWeight({ condition, shown, stable }: WeightReading, command = 'S'): string {
  if (condition === 'overload') return `${command} +\r\n`;
  if (condition === 'underload') return `${command} -\r\n`;
  if (shown === null) return `${command} I\r\n`;
  const unit = shown.unit === 'gn' ? 'GN' : shown.unit;
  return `${command} ${stable ? 'S' : 'D'} ${writeDecimal(shown).padStart(weightColumns)} ${unit}\r\n`;
}
