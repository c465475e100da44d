import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import { parseJsonText } from '../../../protocols/epcis/reader/json-text.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { isXml } from './sent-document.ts';

const maxPerPage = 1_000;
const maxJsonDepth = 16;

/** What every list takes, beside the query parameters of the standard where these are events. */
export const paging = z.looseObject({
  // Who asks for more than there is on a page gets a whole page (EPCIS 2.0, 12: a global limit that clients can not override).
  perPage: z.coerce
    .number()
    .int()
    .min(1)
    .overwrite((wanted) => Math.min(wanted, maxPerPage))
    .default(30)
    .describe(`how many there are on a page: who asks for more than ${maxPerPage} gets ${maxPerPage}`),
  nextPageToken: z.string().min(1).max(20_000).optional(),
});

/** Named for the document of the interface; every other parameter of docs/epcis.md is taken too. */
export const eventParameters = paging.extend({
  eventType: z.string().optional(),
  GE_eventTime: z.string().optional(),
  LT_eventTime: z.string().optional(),
  GE_recordTime: z.string().optional(),
  LT_recordTime: z.string().optional(),
  EQ_action: z.string().optional(),
  EQ_bizStep: z.string().optional(),
  EQ_disposition: z.string().optional(),
  EQ_readPoint: z.string().optional(),
  EQ_bizLocation: z.string().optional(),
  MATCH_epc: z.string().optional(),
  MATCH_anyEPC: z.string().optional(),
  MATCH_anyEPCClass: z.string().optional(),
  EQ_eventID: z.string().optional(),
  orderBy: z.string().optional(),
  orderDirection: z.string().optional(),
  eventCountLimit: z.string().optional(),
  maxEventCount: z.string().optional(),
});

const queryDocumentForm = z.looseObject({ type: z.literal('EPCISQueryDocument') });
export const eventsAnswer = queryDocumentForm;
export const collectionAnswer = z.object({ type: z.literal('Collection'), member: z.array(z.string()) });

/** Aborted when the client goes away before it has its answer. */
export function leaving({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** The body of a request as JSON. @throws REQUEST_INVALID, MEDIA_TYPE_UNKNOWN */
export function jsonBody(request: FastifyRequest): unknown {
  if (isXml(request)) {
    throw kernelErrors.fault('MEDIA_TYPE_UNKNOWN', 'this is sent as JSON; only events are taken as XML too', {
      place: 'body',
    });
  }
  const text = request.body instanceof Uint8Array ? new TextDecoder().decode(request.body) : '';
  const parsed = parseJsonText(text, maxJsonDepth);
  if (parsed.ok) return parsed.value;
  throw kernelErrors.fault(
    'REQUEST_INVALID',
    `the body is no JSON: ${parsed.expected} is expected at character ${parsed.offset}`,
    { place: `body (character ${parsed.offset})` },
  );
}

/** The address of a resource of this repository, as the client wrote the beginning of it. */
export function addressOf(request: FastifyRequest, path: string): string {
  return `${request.protocol}://${request.host}/epcis${path}`;
}

/** Points to the next page by the address of this one (EPCIS 2.0, 12; RFC 8288). */
export function linkNext(request: FastifyRequest, reply: FastifyReply, token: string | null): void {
  if (token === null) return;
  const [path = '', search = ''] = request.url.split('?', 2);
  const parameters = new URLSearchParams(search);
  parameters.set('nextPageToken', token);
  reply.header('Link', `<${request.protocol}://${request.host}${path}?${parameters}>; rel="next"`);
}

/** A token that says no more than where a list goes on. */
export function placeToken(place: string): string {
  return Buffer.from(place).toString('base64url');
}

export function placeOfToken(token: string | undefined): string {
  return token === undefined ? '' : Buffer.from(token, 'base64url').toString('utf8');
}

/** @throws EPCIS_QUERY_INVALID */
export function numberOfToken(token: string | undefined, first: number): number {
  if (token === undefined) return first;
  const place = placeOfToken(token);
  if (/^\d{1,15}$/.test(place)) return Number(place);
  throw epcisErrors.fault('EPCIS_QUERY_INVALID', 'nextPageToken is not from this repository', {
    place: 'query.nextPageToken',
  });
}
