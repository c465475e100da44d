import type { PackproofError } from '../../../kernel/errors.ts';
import { eventListOf } from '../../../protocols/epcis/document-events.ts';
import type { EpcisFault } from '../../../protocols/epcis/reader/fault.ts';
import { type CaptureReading, readValidEvents } from '../../../protocols/epcis/reader/read-capture.ts';
import {
  type EpcisLimits,
  type EpcisReading,
  readEpcis,
} from '../../../protocols/epcis/reader/read-epcis.ts';
import { readEpcisXml } from '../../../protocols/epcis/xml/read-epcis-xml.ts';
import { placeInXml } from '../../../protocols/epcis/xml/xml-place.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { exceptionOf } from '../http/exceptions.ts';
import { type PreparedEvent, prepareEvents } from '../store/prepare-events.ts';
import { type CaptureError, type ErrorBehaviour, maxErrors } from './capture-jobs.ts';

/** Documents are not nested deeper than this, in JSON or XML. */
const maxDepth = 64;
const maxEvents = 100_000;

/** What was sent to be captured, as it came. */
export interface CaptureBody {
  readonly bytes: Uint8Array;
  readonly media: 'json' | 'xml';
  /** The most characters that its JSON has. */
  readonly maxCharacters: number;
}

/** A document that may be captured. */
export interface CheckedDocument {
  /** As JSON, with the valid events only. */
  readonly body: Uint8Array;
  /** What is wrong with the events that were left out of it. */
  readonly errors: readonly CaptureError[];
}

/** @throws EPCIS_DOCUMENT_INVALID, EPCIS_CAPTURE_TOO_LARGE */
export function checkDocument({
  sent,
  behaviour,
  captureLimit,
}: {
  readonly sent: CaptureBody;
  readonly behaviour: ErrorBehaviour;
  readonly captureLimit: number;
}): CheckedDocument {
  const { text, limits, placeOf } = readBody(sent);
  const reading = behaviour === 'proceed' ? readValidEvents(text, limits) : readWhole(text, limits);
  if (!reading.ok) throw invalid(reading, placeOf);
  if (eventListOf(reading.document) === null) {
    const wanted = 'EPCISDocument or EPCISQueryDocument';
    throw invalid(misplaced(wanted, 'Send a single event to POST /epcis/events.'), placeOf);
  }
  if (reading.events > captureLimit) {
    throw epcisErrors.fault(
      'EPCIS_CAPTURE_TOO_LARGE',
      `the document has ${reading.events} events, at most ${captureLimit} are captured at once`,
      { place: placeOf('$.epcisBody.eventList') },
    );
  }
  const errors = reading.faults.slice(0, maxErrors).map((fault) => errorOf(fault, placeOf));
  return { body: new TextEncoder().encode(JSON.stringify(reading.document)), errors };
}

/** @throws EPCIS_DOCUMENT_INVALID */
export function checkEvent(sent: CaptureBody): PreparedEvent {
  const { text, limits, placeOf } = readBody(sent);
  const reading = readEpcis(text, limits);
  if (!reading.ok) throw invalid(reading, placeOf);
  const [event] = eventListOf(reading.document) === null ? prepareEvents(reading.document) : [];
  if (event !== undefined) return event;
  throw invalid(misplaced('the type of one event', 'Send a document to POST /epcis/capture.'), placeOf);
}

interface ReadBody {
  readonly text: string;
  readonly limits: EpcisLimits;
  /** A JSON path as a place in what was sent. */
  readonly placeOf: (path: string) => string;
}

/** What was sent as JSON text, which was not judged yet. */
function readBody({ bytes, media, maxCharacters }: CaptureBody): ReadBody {
  const text = textOf(bytes);
  if (media === 'json')
    return { text, limits: { maxCharacters, maxDepth, maxEvents }, placeOf: (path) => path };
  const limits = { maxCharacters, maxDepth, maxEvents: Number.MAX_SAFE_INTEGER };
  const reading = readEpcisXml(text, limits);
  if (!reading.ok) throw invalid({ ok: false, faults: [reading.fault], count: 1 }, (path) => path);
  const json = JSON.stringify(reading.document);
  // It was measured as it came.
  return {
    text: json,
    limits: { maxCharacters: json.length, maxDepth, maxEvents },
    placeOf: (path) => placeInXml(path, reading.root),
  };
}

/** Letters are not replaced by others in silence: an identifier would become another. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw epcisErrors.fault(
      'EPCIS_DOCUMENT_INVALID',
      'body: found bytes that are no UTF-8. Send it as UTF-8.',
      {
        place: 'body',
      },
    );
  }
}

function readWhole(text: string, limits: EpcisLimits): CaptureReading {
  const reading = readEpcis(text, limits);
  return reading.ok ? { ...reading, faults: [] } : reading;
}

function misplaced(expected: string, remedy: string): Extract<EpcisReading, { ok: false }> {
  return { ok: false, faults: [{ path: '$.type', found: 'another type', expected, remedy }], count: 1 };
}

function invalid(
  { faults, count }: Extract<EpcisReading, { ok: false }>,
  placeOf: ReadBody['placeOf'],
): PackproofError {
  const [first] = faults;
  const place = placeOf(first?.path ?? '$');
  const more = count > 1 ? ` (and ${count - 1} more)` : '';
  return epcisErrors.fault(
    'EPCIS_DOCUMENT_INVALID',
    `${place}: ${first === undefined ? '' : faultText(first)}${more}`,
    {
      place,
      faults: faults.map((fault) => ({ place: placeOf(fault.path), message: faultText(fault) })),
    },
  );
}

function errorOf(fault: EpcisFault, placeOf: ReadBody['placeOf']): CaptureError {
  const type = exceptionOf('EPCIS_DOCUMENT_INVALID', 400);
  return {
    type,
    title: 'The event is not valid.',
    status: 400,
    detail: faultText(fault),
    place: placeOf(fault.path),
  };
}

/** What is wrong at a place of a document, and what to do about it. */
function faultText({ found, expected, remedy }: EpcisFault): string {
  return `found ${found}, expected ${expected}. ${remedy}`;
}
