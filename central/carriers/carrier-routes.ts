import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { carrierEvents } from '../../protocols/wire/carrier-event.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { type CarrierAdapter, csvAdapter, jsonAdapter } from './adapter.ts';
import { type Taken, takeEvents } from './carrier-store.ts';
import { refusalOf } from './signature.ts';

const carrierParams = z.strictObject({ carrier: z.string().min(1).max(40) });
const maxFileBytes = 8 * 1_048_576;
const maxListed = 50;

const signedHeaders = z.object({
  'webhook-id': z.string(),
  'webhook-timestamp': z.string(),
  'webhook-signature': z.string(),
});
const takenAnswer = z.strictObject({
  v: z.literal(1),
  added: z.number().int(),
  same: z.number().int(),
  /** The SSCCs of parcels that nobody here knows. */
  unknown: z.array(z.string()),
});

const docs = {
  events: {
    summary: 'Report on parcels, signed by the carrier (Standard Webhooks)',
    params: carrierParams,
    headers: signedHeaders,
    body: carrierEvents,
    answer: takenAnswer,
  },
  files: {
    summary: "Bring a carrier's report on parcels",
    params: carrierParams,
    body: carrierEvents,
    otherBodies: { 'text/csv': z.string().min(1) },
    answer: takenAnswer,
  },
};

/**
 * What carriers report: `POST /v1/carriers/:carrier/events` is signed by the carrier (Standard Webhooks), `.../files` is
 * brought by a person as JSON or CSV. Either may come again at will.
 */
export async function carrierRoutes(app: FastifyInstance, context: CentralContext): Promise<void> {
  // In a scope of its own: the signature is over the body as it was sent.
  await app.register(async (scope) => {
    // Without a limit of its own: each route has one.
    const options = { parseAs: 'string' } as const;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(['application/json', 'text/csv'], options, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/v1/carriers/:carrier/events',
      { config: { role: 'public', doc: docs.events } },
      async (request) => {
        const { carrier } = parseRequest(carrierParams, request.params, 'path');
        const body = textOf(request);
        assertSigned(context, carrier, request, body);
        return take(context, carrier, jsonAdapter, body);
      },
    );

    scope.post(
      '/v1/carriers/:carrier/files',
      { config: { role: 'operator', doc: docs.files }, bodyLimit: maxFileBytes },
      async (request) => {
        const { carrier } = parseRequest(carrierParams, request.params, 'path');
        secretOf(context, carrier);
        const isCsv = request.headers['content-type']?.startsWith('text/csv') === true;
        return take(context, carrier, isCsv ? csvAdapter : jsonAdapter, textOf(request));
      },
    );
  });
}

function textOf(request: FastifyRequest): string {
  return parseRequest(z.string().min(1, 'the body is empty'), request.body);
}

function secretOf({ config }: CentralContext, carrier: string): string {
  const known = Object.entries(config.carriers).find(([name]) => name === carrier)?.[1];
  if (known !== undefined) return known.secret;
  throw centralErrors.fault('CARRIER_UNKNOWN', `there is no carrier ${carrier}`, { place: 'path.carrier' });
}

function assertSigned(context: CentralContext, carrier: string, request: FastifyRequest, body: string): void {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const message = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
    body,
  };
  const refusal = refusalOf(message, secretOf(context, carrier), context.clock.now());
  if (refusal === null) return;
  throw centralErrors.fault('SIGNATURE_INVALID', refusal, { place: 'headers' });
}

async function take(
  context: CentralContext,
  carrier: string,
  adapter: CarrierAdapter,
  body: string,
): Promise<Taken & { v: 1 }> {
  const read = adapter.read(body);
  if ('faults' in read) {
    const [first] = read.faults;
    const message = `${first?.place}: ${first?.message}`;
    throw kernelErrors.fault('REQUEST_INVALID', message, { faults: read.faults.slice(0, maxListed) });
  }
  const at = isoInstant(context.clock.now());
  const taken = await withTransaction(context, (trx) => takeEvents(trx, carrier, read.events, at));
  const { added, same, unknown } = taken;
  context.log.info(
    { event: 'carrier.events', carrier, added, same, unknown: unknown.length },
    'carrier events',
  );
  return { v: 1, ...taken };
}
