import type { BitReader } from './bit-reader.ts';
import { readTime } from './date-method.ts';
import type { AiElement, PlusEpc } from './epc.ts';
import { readHostname } from './hostname.ts';
import type { EpcRefusal, EpcResult } from './refusal.ts';
import { type PlusCoding, type PlusScheme, plusCodings } from './scheme.ts';
import { aiLengths, valueFormats } from './value-format.ts';
import { readValue } from './value-reader.ts';

/** The AIs of a prioritised date by their type indicator; the others are kept for the future (TDS 2.3, 14.5.3). */
export const prioritisedDates: readonly string[] = ['11', '13', '15', '16', '17', '7006', '7007'];

/** A '+' or '++' EPC behind its header (TDS 2.3, 14.5 and 14.6), and the data behind it. */
export function readPlus(reader: BitReader, scheme: PlusScheme): EpcResult<PlusEpc> {
  const coding: PlusCoding = plusCodings[scheme];
  const toggle = reader.uint(1, 'dataToggle');
  const filter = reader.uint(3, 'filter');
  const date = coding.hasDate ? readPrioritisedDate(reader) : null;
  const elements = readKey(reader, coding);
  const hostname = coding.hasHostname ? readHostname(reader) : null;
  if (reader.fault !== null) return reader.fault;
  const end = reader.position;
  const taken = new Set([...coding.ais, ...(date === null ? [] : [date.ai])]);
  const aidc = readAidc(reader, taken);
  // Without the toggle nothing is announced: what cannot be read then is no data, but padding that is not zero.
  if (reader.fault !== null && toggle === 0) return refusePadding(end);
  const aidcFault = reader.fault;
  return {
    ok: true,
    value: { kind: 'plus', scheme, filter, elements, date, hostname, aidc, aidcFault },
  };
}

function readKey(reader: BitReader, coding: PlusCoding): AiElement[] {
  const elements = coding.ais.map((ai) => ({ ai, value: readValue(reader, ai, true) }));
  // An extension of zero stands for a GLN without extension (TDS 2.3, 7.5).
  return elements.filter(({ ai, value }) => ai !== '254' || value !== '0');
}

function readPrioritisedDate(reader: BitReader): AiElement {
  const start = reader.position;
  const ai = prioritisedDates[reader.uint(4, 'dateType')];
  if (ai === undefined) reader.fail('reserved_value', 'dateType', start, 'a date type of 0 to 6');
  return { ai: ai ?? '', value: readTime(reader, 3, 'date') };
}

/**
 * Elements behind the EPC, until fewer than 8 bits or only zero bits are left. The toggle bit is for the air interface and
 * plays no part here (TDS 2.3, 14.5.1 and 15.3). What was read before a fault is kept.
 */
function readAidc(reader: BitReader, taken: Set<string>): AiElement[] {
  const elements: AiElement[] = [];
  while (reader.remaining >= 8 && !reader.restIsZero()) {
    const start = reader.position;
    const ai = readAi(reader);
    if (taken.has(ai)) reader.fail('repeated_ai', `(${ai})`, start, 'each AI once');
    taken.add(ai);
    const value = readValue(reader, ai, false);
    if (reader.fault !== null) return elements;
    elements.push({ ai, value });
  }
  if (!reader.restIsZero()) {
    reader.fail('nonzero_padding', 'padding', reader.position, 'zero bits up to the end of the EPC');
  }
  return elements;
}

function readAi(reader: BitReader): string {
  const start = reader.position;
  let ai = readAiDigit(reader) + readAiDigit(reader);
  const length = aiLengths.get(ai) ?? 2;
  while (ai.length < length) ai += readAiDigit(reader);
  if (!valueFormats.has(ai)) reader.fail('unknown_ai', `(${ai})`, start, 'an AI of TDS 2.3 table F');
  return ai;
}

/** A to F begin headers that are kept for the future, and so name no AI. */
function readAiDigit(reader: BitReader): string {
  return reader.uint(4, 'dataHeader').toString(16).toUpperCase();
}

function refusePadding(offset: number): EpcRefusal {
  return {
    ok: false,
    code: 'nonzero_padding',
    field: 'padding',
    offset,
    unit: 'bit',
    expected: 'zero bits up to the end of the EPC, or data by AIs',
  };
}
