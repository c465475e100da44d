import { eventListOf, placedEvents, withEventList } from '../document-events.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { anyDocument } from './document-checks.ts';
import { anyEvent } from './event-checks.ts';
import { type EpcisFault, FaultList, placeAt } from './fault.ts';
import { type EpcisLimits, type EpcisReading, readEpcis } from './read-epcis.ts';

/** A document of which what is valid may be taken, and the rest named. */
export type CaptureReading =
  | {
      readonly ok: true;
      /** With the valid events only. */
      readonly document: JsonObject;
      readonly events: number;
      /** The faults of each invalid event. */
      readonly faults: readonly EpcisFault[];
    }
  | Extract<EpcisReading, { ok: false }>;

/** Reads a document as readEpcis does, but leaves invalid events out of it. A document that is itself broken is refused. */
export function readValidEvents(text: string, limits: EpcisLimits): CaptureReading {
  const whole = readEpcis(text, limits);
  if (whole.ok) return { ...whole, faults: [] };
  const document = parsedDocument(text);
  if (document === null) return whole;
  const frame = new FaultList();
  anyDocument(withEventList(document, []), placeAt('$'), frame);
  if (frame.count > 0) return { ok: false, faults: frame.faults, count: frame.count };
  const valid: JsonObject[] = [];
  const faults: EpcisFault[] = [];
  for (const { path, event } of placedEvents(document)) {
    const found = new FaultList();
    anyEvent(event, placeAt(path), found);
    if (found.count === 0) valid.push(event);
    faults.push(...found.faults);
  }
  return { ok: true, document: withEventList(document, valid), events: valid.length, faults };
}

/** Null for what is no document with a list of objects. */
function parsedDocument(text: string): JsonObject | null {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return null;
  }
  if (!isJsonObject(value)) return null;
  return eventListOf(value)?.every(isJsonObject) === true ? value : null;
}
