import { sha256Hex } from '../../kernel/sha256.ts';
import { type HashedEvent, hashEvents } from '../../protocols/epcis/hash/event-hash-id.ts';
import { type EpcisReading, readEpcis } from '../../protocols/epcis/reader/read-epcis.ts';
import { exitCodes } from '../exit-codes.ts';
import { readNamedFile } from '../read-named-file.ts';

interface CheckedEvent {
  readonly path: string;
  readonly type: unknown;
  readonly hashId: string;
  /** The id that the event carries; null if it has none. */
  readonly eventID: string | null;
}

/** `packproof epcis check`: exit code 0 for a sound document, 1 for one with faults. */
export function runEpcisCheck(file: string, options: { readonly json?: boolean }): void {
  const reading = readEpcis(readNamedFile(file));
  const events = reading.ok ? hashEvents(reading.document, sha256Hex).map(checked) : [];
  process.stdout.write(options.json === true ? asJson(reading, events) : asText(file, reading, events));
  if (!reading.ok) process.exitCode = exitCodes.failed;
}

function checked({ path, event, hashId }: HashedEvent): CheckedEvent {
  const { type, eventID } = event;
  return { path, type, hashId, eventID: typeof eventID === 'string' ? eventID : null };
}

function asJson(reading: EpcisReading, events: readonly CheckedEvent[]): string {
  const faults = reading.ok ? [] : reading.faults;
  const faultCount = reading.ok ? 0 : reading.count;
  return `${JSON.stringify({ v: 1, valid: reading.ok, faultCount, faults, events })}\n`;
}

function asText(file: string, reading: EpcisReading, events: readonly CheckedEvent[]): string {
  const lines = reading.ok
    ? [
        `${file}: sound, ${events.length} ${events.length === 1 ? 'event' : 'events'}`,
        ...events.map(eventLine),
      ]
    : faultLines(file, reading);
  return `${lines.join('\n')}\n`;
}

function eventLine({ path, type, hashId, eventID }: CheckedEvent): string {
  return `${path}  ${String(type)}  ${hashId}${idRemark(hashId, eventID)}`;
}

/** Only an id that is a hash can disagree. */
function idRemark(hashId: string, eventID: string | null): string {
  if (eventID === null || !/^ni:.*\?ver=CBV2\.0$/.test(eventID)) return '';
  return eventID === hashId ? '  (its eventID)' : `  BUT ITS eventID IS ${eventID}`;
}

function faultLines(file: string, { faults, count }: Extract<EpcisReading, { ok: false }>): string[] {
  const more = count > faults.length ? [`and ${count - faults.length} more`] : [];
  return [
    `${file}: ${count} ${count === 1 ? 'fault' : 'faults'}`,
    ...faults.flatMap(({ path, found, expected, remedy }) => [
      `${path}: found ${found}, expected ${expected}`,
      `  ${remedy}`,
    ]),
    ...more,
  ];
}
