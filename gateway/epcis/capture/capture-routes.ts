import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../../kernel/http/http.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { epcisErrors } from '../epcis-errors.ts';
import { addressOf, leaving, linkNext, numberOfToken, paging, placeToken } from '../http/http-forms.ts';
import { cbvFormatOf, epcFormatOf, limitHeaders, tellVersions } from '../http/negotiation.ts';
import { captureBodyOf } from '../http/sent-document.ts';
import type { Capture } from './capture.ts';
import type { CaptureBody } from './capture-check.ts';

const document = z.looseObject({ type: z.string() });
const xmlBody = { 'application/xml': z.string() };
const jobParams = z.strictObject({ captureID: z.string().min(1).max(64) });
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  place: z.string().optional(),
});
const job = z.object({
  captureID: z.string(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  running: z.boolean(),
  success: z.boolean(),
  captureErrorBehaviour: z.enum(['rollback', 'proceed']),
  errors: z.array(problem),
});

interface CaptureRouteDeps {
  readonly capture: Capture;
  readonly config: EpcisConfig;
}

/** The capture interface (EPCIS 2.0, 12): documents as jobs, and single events. */
export function addCaptureRoutes(app: FastifyInstance, { capture, config }: CaptureRouteDeps): void {
  const bodyLimit = config.captureFileSizeLimit;
  /** What was sent. Documents may mix the forms of identifiers and terms, and are kept as they came, whichever is announced. */
  const sentIn = (request: FastifyRequest, reply: FastifyReply): CaptureBody => {
    reply.headers(limitHeaders(config));
    epcFormatOf(request);
    cbvFormatOf(request);
    return captureBodyOf(request, config.captureFileSizeLimit);
  };
  app.post(
    '/capture',
    {
      bodyLimit,
      config: {
        role: 'operator',
        doc: {
          summary: 'Capture an EPCIS document as a job',
          body: document,
          otherBodies: xmlBody,
          status: 202,
        },
      },
    },
    async (request, reply) => {
      const behaviour = behaviourOf(request);
      const captureID = await capture.document(sentIn(request, reply), behaviour, leaving(reply));
      return tellVersions(reply, 'Never_Translates')
        .code(202)
        .headers({
          Location: addressOf(request, `/capture/${captureID}`),
          'GS1-Capture-Error-Behaviour': behaviour,
        })
        .send();
    },
  );
  app.get(
    '/capture',
    {
      config: {
        role: 'reader',
        doc: { summary: 'List the capture jobs, the newest first', query: paging, answer: z.array(job) },
      },
    },
    async (request, reply) => {
      const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
      const before = numberOfToken(nextPageToken, Number.MAX_SAFE_INTEGER);
      const { jobs, next } = capture.jobs.page(before, perPage);
      linkNext(request, reply, next === null ? null : placeToken(String(next)));
      tellVersions(reply, 'Never_Translates');
      return jobs;
    },
  );
  app.get(
    '/capture/:captureID',
    {
      config: {
        role: 'reader',
        doc: { summary: 'Tell how a capture job stands', params: jobParams, answer: job },
      },
    },
    async (request, reply) => {
      const { captureID } = parseRequest(jobParams, request.params, 'path');
      const found = capture.jobs.one(captureID);
      if (found === null) {
        throw epcisErrors.fault('EPCIS_NO_SUCH_NAME', `there is no capture job ${captureID}`, {
          place: 'path.captureID',
        });
      }
      tellVersions(reply, 'Never_Translates').header(
        'GS1-Capture-Error-Behaviour',
        found.captureErrorBehaviour,
      );
      return found;
    },
  );
  app.post(
    '/events',
    {
      bodyLimit,
      config: {
        role: 'operator',
        doc: { summary: 'Capture one EPCIS event', body: document, otherBodies: xmlBody, status: 201 },
      },
    },
    async (request, reply) => {
      const eventID = await capture.event(sentIn(request, reply), leaving(reply));
      return tellVersions(reply, 'Never_Translates')
        .code(201)
        .header('Location', addressOf(request, `/events/${encodeURIComponent(eventID)}`))
        .send();
    },
  );
}

function behaviourOf(request: FastifyRequest): 'rollback' | 'proceed' {
  const wanted = request.headers['gs1-capture-error-behaviour'] ?? 'rollback';
  if (wanted === 'rollback' || wanted === 'proceed') return wanted;
  throw epcisErrors.fault(
    'EPCIS_NOT_ACCEPTABLE',
    `GS1-Capture-Error-Behaviour is rollback or proceed, not ${String(wanted)}`,
    {
      place: 'header.gs1-capture-error-behaviour',
    },
  );
}
