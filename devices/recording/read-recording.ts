import { createReadStream } from 'node:fs';
import {
  type LineReading,
  maxLineChars,
  type RecordingEntry,
  type RecordingHeader,
  readEntry,
  readHeader,
} from './recording.ts';

/** Why a file is no recording: the line, counted from 1, and what was expected there. */
export interface RecordingFault {
  readonly ok: false;
  readonly line: number;
  /** The member of the line; empty for the whole line. */
  readonly place: string;
  readonly expected: string;
}

export interface Recording {
  readonly ok: true;
  readonly header: RecordingHeader;
  /** How many entries it has, and when the last one was. */
  readonly entries: number;
  readonly lastMs: number;
  /** The program or the machine stopped while it was recording: no line says that it is the end. */
  readonly unfinished: boolean;
  /** Reads them one by one; the file may be larger than memory. */
  play(): AsyncGenerator<RecordingEntry>;
}

/**
 * Checks a recording from its first line to its last. A last line that was cut off is passed over.
 *
 * Rejects if the file cannot be read.
 */
export async function openRecording(path: string): Promise<Recording | RecordingFault> {
  let header: RecordingHeader | undefined;
  let [number, entries, lastMs] = [0, 0, 0];
  let ended = false;
  const fault = (place: string, expected: string): RecordingFault => ({
    ok: false,
    line: number,
    place,
    expected,
  });
  for await (const line of linesOf(path)) {
    number += 1;
    const reading: LineReading<RecordingHeader | RecordingEntry> =
      number === 1 ? readHeader(line) : readEntry(line);
    if (!reading.ok) return fault(reading.place, reading.expected);
    const { value } = reading;
    if ('v' in value) {
      header = value;
      continue;
    }
    if (ended) return fault('', 'nothing behind the line that says "end"');
    if (value.ms < lastMs) return fault('ms', `at least ${lastMs}, the time of the line before`);
    lastMs = value.ms;
    entries += 1;
    ended = 'end' in value;
  }
  number = 1;
  if (header === undefined) return fault('', 'a line that says what was recorded');
  return { ok: true, header, entries, lastMs, unfinished: !ended, play: () => entriesOf(path) };
}

async function* entriesOf(path: string): AsyncGenerator<RecordingEntry> {
  let first = true;
  for await (const line of linesOf(path)) {
    const reading = first ? null : readEntry(line);
    first = false;
    if (reading?.ok === true) yield reading.value;
  }
}

/** Whole lines; of one that is longer than a recording has them, its beginning, and then no more. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 65_536 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length <= maxLineChars) continue;
    yield rest;
    return;
  }
}
