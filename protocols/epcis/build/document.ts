import type { EpcisDocument, EpcisEvent } from '../event.ts';

const context = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

/** An EPCIS 2.0 document of events (EPCIS 2.0, 9.5). */
export function epcisDocument(events: readonly EpcisEvent[], creationDate: string): EpcisDocument {
  return {
    '@context': [context],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate,
    epcisBody: { eventList: events },
  };
}
