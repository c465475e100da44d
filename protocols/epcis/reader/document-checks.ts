import { isJsonObject, memberOf } from '../json.ts';
import { anyText, array, both, type Check, dateTime, object, textOf, uri, whole } from './checks.ts';
import { context } from './context-check.ts';
import { anyEvent } from './event-checks.ts';
import { below } from './fault.ts';

const version = textOf((text) => /^\d+(?:\.\d+)*$/.test(text), 'a version as a string', 'Write "2.0".');

const attributeValue: Check = (value, place, faults) => {
  if (typeof value === 'string' || typeof value === 'number' || isJsonObject(value)) return;
  faults.add(place, value, 'a string, a number or an object', 'Write the value of the attribute.');
};

const vocabularyElement = object({
  fields: {
    id: uri,
    attributes: array(
      object({ fields: { id: uri, attribute: attributeValue }, required: ['id'], others: 'open' }),
    ),
    children: array(uri),
  },
  required: ['id'],
  others: 'open',
});

/** Master data (EPCIS 2.0, 9.5.2). */
const vocabularyList = array(
  object({
    fields: { type: uri, vocabularyElementList: array(vocabularyElement) },
    required: ['type'],
    others: 'open',
  }),
);

const eventList = array(anyEvent);
const head = { '@context': context, id: uri, type: anyText, schemaVersion: version, creationDate: dateTime };

const epcisDocument = object({
  fields: {
    ...head,
    instanceIdentifier: anyText,
    sender: anyText,
    receiver: anyText,
    epcisHeader: object({
      fields: { epcisMasterData: object({ fields: { vocabularyList }, others: 'open' }) },
      others: 'extensible',
    }),
    epcisBody: object({ fields: { eventList }, required: ['eventList'], others: 'open' }),
  },
  required: ['@context', 'type', 'schemaVersion', 'creationDate', 'epcisBody'],
  others: 'extensible',
});

const queryResults = object({
  fields: {
    queryName: anyText,
    subscriptionID: anyText,
    resultsBody: object({
      fields: { eventList, vocabularyList },
      required: ['eventList'],
      others: 'extensible',
    }),
  },
  required: ['queryName', 'resultsBody'],
  others: 'extensible',
});

const queryDocument = object({
  fields: {
    ...head,
    epcisBody: object({ fields: { queryResults }, required: ['queryResults'], others: 'extensible' }),
  },
  required: ['@context', 'type', 'epcisBody'],
  others: 'extensible',
});

/** An event that stands alone brings its context along. */
const loneEvent = both(
  anyEvent,
  whole((event, place, faults) => {
    if (Object.hasOwn(event, '@context')) return;
    const remedy = 'Add "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"].';
    faults.add(
      below(place, '@context'),
      undefined,
      'the JSON-LD context of an event without document',
      remedy,
    );
  }),
);

/** Checks an EPCIS document, a query document or a single event (EPCIS 2.0, 9.5). */
export const anyDocument: Check = (value, place, faults) => {
  const type = isJsonObject(value) ? memberOf(value, 'type') : undefined;
  if (type === 'EPCISDocument') epcisDocument(value, place, faults);
  else if (type === 'EPCISQueryDocument') queryDocument(value, place, faults);
  else if (typeof type === 'string') loneEvent(value, place, faults);
  else faults.add(below(place, 'type'), type, 'the type of the document', typeRemedy);
};

const typeRemedy = 'Write "EPCISDocument", "EPCISQueryDocument" or the type of a single event.';
