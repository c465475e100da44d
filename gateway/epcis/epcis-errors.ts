import { errorTable } from '../../kernel/errors.ts';

/** Refusals of the EPCIS interface; each is answered with the exception of the standard that exceptions.ts gives it. */
export const epcisErrors = errorTable({
  EPCIS_DOCUMENT_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'What was to be captured is no valid EPCIS 2.0 document or event; nothing of it was stored.',
    remedy: 'Mend every place that is named and send it again.',
  },
  EPCIS_EVENT_CONFLICT: {
    http: 409,
    retry: 'never',
    meaning: 'Another event with the same eventID is stored already; it was left as it is.',
    remedy: 'Give the event an eventID of its own, or declare the stored one wrong by an errorDeclaration.',
  },
  EPCIS_CAPTURE_TOO_LARGE: {
    http: 413,
    retry: 'never',
    meaning: 'A capture brought more events or bytes than are taken at once; nothing of it was stored.',
    remedy: 'Split the document; the headers of the answer name the limits.',
  },
  EPCIS_CAPTURE_BUSY: {
    http: 503,
    retry: 'safe',
    meaning: 'As much waits to be captured as is kept; nothing of this was taken.',
    remedy: 'Send it again in a while.',
  },
  EPCIS_STORE_STOPPED: {
    http: 503,
    retry: 'ambiguous',
    meaning:
      'What writes into the EPCIS repository has ended and is begun anew; captures and changes are refused meanwhile, queries are answered and no fact is lost.',
    remedy:
      'Send it again in a while: an event that was stored already is not stored twice. If it lasts, the log of the gateway says why (epcis.store_thread_failed).',
  },
  EPCIS_QUERY_INVALID: {
    http: 400,
    retry: 'never',
    meaning: 'A query has parameters that the standard does not define, or values that they do not take.',
    remedy: 'Correct the parameters that the answer names; docs/epcis.md lists those that there are.',
  },
  EPCIS_QUERY_TOO_LARGE: {
    http: 413,
    retry: 'never',
    meaning: 'More events match a query than its maxEventCount allows.',
    remedy: 'Narrow the query, or leave maxEventCount out and read page by page.',
  },
  EPCIS_QUERY_TOO_COMPLEX: {
    http: 413,
    retry: 'never',
    meaning:
      'A query was not answered within the time that is given to one, for it walks through too many events.',
    remedy:
      'Narrow it by what few events have: an EPC, a business transaction, or a span of event or record times.',
  },
  EPCIS_QUERY_BUSY: {
    http: 503,
    retry: 'safe',
    meaning: 'Queries are not answered just now: as many wait as are kept, or what answers them begins anew.',
    remedy: 'Ask again in a while.',
  },
  EPCIS_ADDRESS_TOO_LONG: {
    http: 414,
    retry: 'never',
    meaning: 'The address of a query is longer than is read.',
    remedy: 'Store the query by POST /epcis/queries and read its events by name.',
  },
  EPCIS_NOT_ACCEPTABLE: {
    http: 406,
    retry: 'never',
    meaning:
      'The request asks for a version, format or content type in which this repository does not answer.',
    remedy:
      'Ask for EPCIS 2.0 and CBV 2.0 as JSON, JSON-LD or XML, and take one of the values that the answer names.',
  },
  EPCIS_NO_SUCH_NAME: {
    http: 404,
    retry: 'never',
    meaning: 'There is no such event, capture job, query, subscription or value in the repository.',
    remedy: 'Check the name; in an address it is percent-encoded.',
  },
  EPCIS_NAME_TAKEN: {
    http: 409,
    retry: 'never',
    meaning: 'A query of that name exists already.',
    remedy: 'Take another name, or delete that query first; its subscriptions end with it.',
  },
  EPCIS_SUBSCRIPTION_INVALID: {
    http: 400,
    retry: 'never',
    meaning:
      'A subscription says neither that it streams nor when it reports, or it says both, or its schedule cannot be read.',
    remedy: 'Set stream to true, or a schedule such as {"hour":"1","minute":"5"}.',
  },
  EPCIS_DESTINATION_REFUSED: {
    http: 400,
    retry: 'never',
    meaning: 'No reports may be sent to the address that a subscription names.',
    remedy: 'Name an https address that is public, or have its network listed in webhooks.allowNetworks.',
  },
  EPCIS_TOO_MANY: {
    http: 409,
    retry: 'never',
    meaning: 'The repository keeps as many named queries or subscriptions as it takes.',
    remedy: 'Delete those that nobody needs any more.',
  },
});
