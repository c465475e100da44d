import type { epcisErrors } from '../epcis-errors.ts';

const ofCode: Readonly<Record<keyof typeof epcisErrors.rows, string>> = {
  EPCIS_DOCUMENT_INVALID: 'ValidationException',
  EPCIS_EVENT_CONFLICT: 'ResourceAlreadyExistsException',
  EPCIS_CAPTURE_TOO_LARGE: 'CaptureLimitExceededException',
  EPCIS_CAPTURE_BUSY: 'ImplementationException',
  EPCIS_STORE_STOPPED: 'ImplementationException',
  EPCIS_QUERY_INVALID: 'QueryParameterException',
  EPCIS_QUERY_TOO_LARGE: 'QueryTooLargeException',
  EPCIS_QUERY_TOO_COMPLEX: 'QueryTooComplexException',
  EPCIS_QUERY_BUSY: 'ImplementationException',
  EPCIS_ADDRESS_TOO_LONG: 'URITooLongException',
  EPCIS_NOT_ACCEPTABLE: 'NotAcceptableException',
  EPCIS_NO_SUCH_NAME: 'NoSuchResourceException',
  EPCIS_NAME_TAKEN: 'ResourceAlreadyExistsException',
  EPCIS_SUBSCRIPTION_INVALID: 'SubscriptionControlsException',
  EPCIS_DESTINATION_REFUSED: 'InvalidURIException',
  EPCIS_TOO_MANY: 'ImplementationException',
};

const ofStatus: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  401: 'SecurityException',
  403: 'SecurityException',
  404: 'NoSuchResourceException',
  413: 'CaptureLimitExceededException',
  414: 'URITooLongException',
  415: 'UnsupportedMediaTypeException',
};

/** The `type` of a problem that a code of ours is told as (EPCIS 2.0, 12: REST bindings). `place` is where in the request it lies. */
export function exceptionOf(code: string, status: number, place = ''): string {
  const ofPlace = status === 400 && place.startsWith('query') ? 'QueryParameterException' : undefined;
  const own = (ofCode as Readonly<Record<string, string>>)[code] ?? ofPlace ?? ofStatus[status];
  return `epcisException:${own ?? 'ImplementationException'}`;
}
