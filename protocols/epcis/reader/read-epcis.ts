import { placedEvents } from '../document-events.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { anyDocument } from './document-checks.ts';
import { type EpcisFault, FaultList, root } from './fault.ts';
import { parseJsonText } from './json-text.ts';

/** How much a document may hold. */
export interface EpcisLimits {
  readonly maxCharacters: number;
  readonly maxDepth: number;
  readonly maxEvents: number;
}

const defaultLimits: EpcisLimits = { maxCharacters: 64_000_000, maxDepth: 64, maxEvents: 100_000 };

export type EpcisReading =
  | { readonly ok: true; readonly document: JsonObject; readonly events: number }
  | {
      readonly ok: false;
      /** The first 200. */
      readonly faults: readonly EpcisFault[];
      /** How many there are. */
      readonly count: number;
    };

/**
 * Reads an EPCIS 2.0 document, a query document or a single event in its JSON/JSON-LD form (EPCIS 2.0, 9.5) and names
 * everything that is wrong with it. It throws nothing, whatever the text is.
 */
export function readEpcis(text: string, limits: EpcisLimits = defaultLimits): EpcisReading {
  if (text.length > limits.maxCharacters) {
    const remedy = 'Split the document into several.';
    return refused(`${text.length} characters`, `at most ${limits.maxCharacters} characters`, remedy);
  }
  const parsed = parseJsonText(text.startsWith('\uFEFF') ? text.slice(1) : text, limits.maxDepth);
  if (!parsed.ok) return broken(text, parsed.offset + (text.startsWith('\uFEFF') ? 1 : 0), parsed.expected);
  const { value } = parsed;
  if (!isJsonObject(value)) {
    return refused('no object', 'an EPCIS document', 'Put the document between { and }.');
  }
  const events = placedEvents(value).length;
  if (events > limits.maxEvents) {
    return refused(
      `${events} events`,
      `at most ${limits.maxEvents} events`,
      'Split the document into several.',
    );
  }
  const faults = new FaultList();
  anyDocument(value, root, faults);
  return faults.count === 0
    ? { ok: true, document: value, events }
    : { ok: false, faults: faults.faults, count: faults.count };
}

function refused(found: string, expected: string, remedy: string, path = '$'): EpcisReading {
  return { ok: false, faults: [{ path, found, expected, remedy }], count: 1 };
}

function broken(text: string, offset: number, expected: string): EpcisReading {
  const before = text.slice(0, offset).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}, character ${offset}`;
  const found =
    offset < text.length ? JSON.stringify(text.slice(offset, offset + 20)) : 'the end of the text';
  return refused(found, expected, 'Mend the JSON (RFC 8259) at that place.', `$ (${place})`);
}
