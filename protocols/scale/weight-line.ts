import { refuse, type ScaleResult } from './fault.ts';
import {
  notWeighed,
  readDecimal,
  readUnit,
  type ShownWeight,
  toMilligrams,
  type WeightReading,
  weighed,
  writeDecimal,
} from './weight.ts';

export type WeightLine =
  | { readonly kind: 'weight'; readonly reading: WeightReading }
  | { readonly kind: 'tare'; readonly milligrams: number };

const kinds: Readonly<Record<string, 'gross' | 'net' | 'tare'>> = {
  GS: 'gross',
  G: 'gross',
  NT: 'net',
  N: 'net',
  TR: 'tare',
  T: 'tare',
  PT: 'tare',
};

interface Part {
  readonly text: string;
  readonly offset: number;
}

/**
 * Reads a line of the kind `ST,GS,+  1.234kg`, which A&D (standard format), CAS and many others send: ST, US or OL; where
 * the scale tells it GS, NT or TR; sign, number and unit. Two bytes of CAS between them (device and lamps) are passed
 * over, and the unit may stand behind a comma (A&D CSV).
 */
export function parseWeightLine(line: string): ScaleResult<WeightLine> {
  const [header, ...parts] = split(line);
  const state = header?.text.trim() ?? '';
  if (state === 'QT') return refuse('unsupported', 0, 'header 1', 'a weight, not a count');
  if (!/^(ST|US|OL|LO)$/.test(state)) return refuse('syntax', 0, 'header 1', 'ST, US or OL');
  const header2 = parts[0]?.text.trim() ?? '';
  const named = kinds[header2];
  if (named === undefined && /^[A-Z]{1,2}$/.test(header2)) {
    return refuse('unsupported', parts[0]?.offset ?? 0, 'header 2', 'GS, NT or TR');
  }
  const kind = named ?? 'gross';
  const values = (named === undefined ? parts : parts.slice(1)).filter((part) => !isCasStatus(part));
  const [first, second] = values;
  if (first === undefined) return refuse('syntax', line.length, 'weight', 'a decimal number');
  if (state === 'OL' || state === 'LO') return outOfRange(first, kind);
  // A comma among digits may be a decimal comma or part thousands: a guess would be wrong by a factor of 1000.
  if (second !== undefined && (values.length > 2 || !/^ *[A-Za-z%]+ *$/.test(second.text))) {
    return refuse('syntax', second.offset, 'unit', 'a unit behind the comma');
  }
  const shown = readShown({ text: first.text + (second?.text ?? ''), offset: first.offset });
  if (!shown.ok) return shown;
  return kind === 'tare' ? tareOf(shown.value) : weightOf(shown.value, state === 'ST', kind);
}

function split(line: string): Part[] {
  const parts: Part[] = [];
  let offset = 0;
  for (const text of line.split(',')) {
    parts.push({ text, offset });
    offset += text.length + 1;
  }
  return parts;
}

/** The lamp byte of CAS has bit 7 set, which nothing else in a line has. */
function isCasStatus({ text }: Part): boolean {
  return text.length === 2 && text.charCodeAt(1) >= 0x80;
}

function outOfRange({ text }: Part, kind: 'gross' | 'net' | 'tare'): ScaleResult<WeightLine> {
  const condition = text.trim().startsWith('-') ? 'underload' : 'overload';
  return {
    ok: true,
    value: { kind: 'weight', reading: notWeighed(condition, kind === 'net' ? 'net' : 'gross') },
  };
}

function readShown({ text, offset }: Part): ScaleResult<ShownWeight> {
  const found = /^( *)([+-]? *[\d.]*)( *)([A-Za-z%]*) *$/.exec(text);
  if (found === null) return refuse('syntax', offset, 'weight', 'a decimal number and a unit');
  const [, before = '', number = '', between = '', unitText = ''] = found;
  const decimal = readDecimal(number.trimEnd(), offset + before.length);
  if (!decimal.ok) return decimal;
  const unitOffset = offset + before.length + number.length + between.length;
  if (unitText === '') return refuse('syntax', unitOffset, 'unit', 'a unit');
  const unit = readUnit(unitText);
  if (unit === null) return refuse('unsupported', unitOffset, 'unit', 'a unit of weight');
  return { ok: true, value: { ...decimal.value, unit } };
}

function tareOf(shown: ShownWeight): ScaleResult<WeightLine> {
  const milligrams = toMilligrams(shown);
  return milligrams.ok ? { ok: true, value: { kind: 'tare', milligrams: milligrams.value } } : milligrams;
}

function weightOf(shown: ShownWeight, stable: boolean, kind: 'gross' | 'net'): ScaleResult<WeightLine> {
  const reading = weighed(shown, { stable, kind });
  return reading.ok ? { ok: true, value: { kind: 'weight', reading: reading.value } } : reading;
}

const weightColumns = 7;

/** The line as A&D writes it, with CR LF: `ST,GS,+  1.234kg`. For simulators. */
export function encodeWeightLine({ condition, shown, stable, kind }: WeightReading): string {
  const header = kind === 'net' ? 'NT' : 'GS';
  if (shown === null)
    return `OL,${header},${condition === 'underload' ? '-' : '+'}${' '.repeat(weightColumns)}kg\r\n`;
  const number = writeDecimal({ ...shown, digits: Math.abs(shown.digits) }).padStart(weightColumns);
  const unit = (shown.unit === 'gn' ? 'GN' : shown.unit).padStart(2);
  return `${stable ? 'ST' : 'US'},${header},${shown.digits < 0 ? '-' : '+'}${number}${unit}\r\n`;
}
