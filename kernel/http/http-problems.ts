import { randomUUID } from 'node:crypto';
import { maxHeaderSize } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { messageOf, PackproofError } from '../errors.ts';
import { kernelErrors } from '../kernel-errors.ts';
import type { Log } from '../log.ts';
import { isLoopback, isMutating, isOwnMachine } from './http-access.ts';
import type { RefusalLog } from './refusal-log.ts';

/** Where problems are told. */
export interface ProblemLogs {
  readonly log: Log;
  readonly refusals: RefusalLog;
}

/** Answers with an RFC 9457 problem, and logs it: a defect as a failure, all else as a refusal. */
export function sendProblem(
  { log, refusals }: ProblemLogs,
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const error = thrown instanceof PackproofError ? thrown : fromFastify(thrown, request);
  const { method, url, id: requestId, ip: address } = request;
  const isStranger = (request.caller ?? null) === null && !isOwnMachine(request);
  const fields = { code: error.code, method, url, requestId, address };
  // What may simply be asked again, such as work that has not come yet, is no failure of this program.
  const failed = error.row.http >= 500 && error.row.retry !== 'safe';
  if (failed) log.error({ ...fields, event: 'http.failed', err: thrown }, error.message);
  else refusals.tell({ ...fields, isStranger }, error.message);
  return reply.code(error.row.http).type('application/problem+json').send(problemOf(error, request.id));
}

/** RFC 9457 problem details with our members `code`, `retry`, `remedy`, `place` and `faults`. */
function problemOf(error: PackproofError, requestId: string) {
  return {
    type: 'about:blank',
    title: error.row.meaning,
    status: error.row.http,
    detail: error.message,
    code: error.code,
    retry: error.row.retry,
    remedy: error.row.remedy,
    ...(error.place === undefined ? {} : { place: error.place }),
    ...(error.faults.length === 0 ? {} : { faults: error.faults }),
    requestId,
  };
}

const fastifyCodes: Record<string, 'REQUEST_INVALID' | 'BODY_TOO_LARGE' | 'MEDIA_TYPE_UNKNOWN'> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNKNOWN',
};

/** Faults that the router finds in the address. */
const addressCodes = new Set(['FST_ERR_BAD_URL', 'FST_ERR_MAX_PARAM_LENGTH']);

function fromFastify(thrown: unknown, request: FastifyRequest): PackproofError {
  const { code, statusCode } = thrown as { code?: string; statusCode?: number };
  const known = code === undefined ? undefined : fastifyCodes[code];
  if (known !== undefined) return kernelErrors.fault(known, messageOf(thrown), { place: 'body' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const place = isMutating(request.method) && !addressCodes.has(code ?? '') ? 'body' : 'path';
    return kernelErrors.fault('REQUEST_INVALID', messageOf(thrown), { place });
  }
  return kernelErrors.fault(
    'UNEXPECTED',
    'something went wrong here; the log names it under this request id',
    { cause: thrown },
  );
}

/** Answers what is no HTTP request at all, or not in time, on the bare connection; there is nothing to go on with. */
export function refuseUnreadable(
  { refusals }: ProblemLogs,
  thrown: Error & { code?: string },
  socket: Socket,
): void {
  if (thrown.code === 'ECONNRESET' || socket.destroyed) return;
  const detail =
    thrown.code === 'HPE_HEADER_OVERFLOW'
      ? `the address and the headers are longer than ${maxHeaderSize} bytes`
      : `this is no HTTP request that can be read: ${thrown.message}`;
  const fault = kernelErrors.fault('REQUEST_INVALID', detail);
  const requestId = randomUUID();
  const address = socket.remoteAddress ?? '?';
  const isStranger = !isLoopback(address);
  refusals.tell({ code: fault.code, requestId, address, isStranger }, fault.message);
  // What is written would wait for the end of the handshake, and the connection with it, for as long as the other side likes.
  if (thrown.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return void socket.destroy();
  const body = JSON.stringify(problemOf(fault, requestId));
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
