import { randomUUID, timingSafeEqual } from 'node:crypto';
import { maxHeaderSize } from 'node:http';
import type { Socket } from 'node:net';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { z } from 'zod';
import { messageOf, PackproofError } from './errors.ts';
import { kernelErrors } from './kernel-errors.ts';
import type { Log } from './log.ts';

/** Who may call a route. `public` needs no token; `reader` may look; `operator` may act; `sync` carries facts and work. */
type Role = 'public' | 'reader' | 'operator' | 'sync';

declare module 'fastify' {
  interface FastifyContextConfig {
    role?: Role;
  }
}

export const httpConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65535),
  /** token -> role. Without tokens the service listens on the loopback only. */
  tokens: z
    .record(z.string().min(16, 'a token has at least 16 characters'), z.enum(['reader', 'operator', 'sync']))
    .default({}),
});
export type HttpConfig = z.output<typeof httpConfig>;

const roleCovers: Record<Exclude<Role, 'public'>, readonly Role[]> = {
  reader: ['reader'],
  operator: ['operator', 'reader'],
  sync: ['sync', 'reader'],
};

const mutating = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** The security headers of every answer, and so what our pages may load. */
export const pageHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    // Mantine writes its variables into style elements and attributes; nothing else is loosened.
    directives: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      upgradeInsecureRequests: null,
    },
  },
  strictTransportSecurity: false,
};

/**
 * A fastify instance with what every service here owes its callers: a role on each route (declared as
 * `config: { role }`; a route without one stops the start), RFC 9457 problem answers from the error table,
 * bounded bodies, security headers, and no trust in cross-origin pages.
 */
export async function createHttp(
  config: HttpConfig,
  log: Log,
  options: { bodyLimitBytes?: number } = {},
): Promise<FastifyInstance> {
  assertGuarded(config);
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes ?? 1_048_576,
    requestTimeout: 60_000,
    forceCloseConnections: true,
    // What fails before there is a route, or even a request, is answered like everything else.
    frameworkErrors: (thrown, request, reply) => sendProblem(log, thrown, request, reply),
    clientErrorHandler: (thrown, socket) => refuseUnreadable(log, thrown, socket),
  }) as unknown as FastifyInstance;
  app.addHook('onRoute', (route) => {
    if (route.config?.role === undefined && route.method !== 'HEAD') {
      throw new Error(`route ${String(route.method)} ${route.url} declares no role`);
    }
  });
  await app.register(helmet, pageHeaders);
  app.addHook('onRequest', async (request) => authorize(config, request));
  app.setErrorHandler((thrown, request, reply) => sendProblem(log, thrown, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      log,
      kernelErrors.fault('NOT_FOUND', `${request.method} ${request.url} is not a route of this service`),
      request,
      reply,
    ),
  );
  return app;
}

/** Listens and returns the base URL. `portIsDefault` lets a start with defaults move on to the next free port. */
export async function listenHttp(app: FastifyInstance, config: HttpConfig): Promise<string> {
  try {
    return await app.listen({ host: config.host, port: config.port });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw kernelErrors.fault('PORT_BUSY', `port ${config.port} on ${config.host} is in use`, {
        place: `${config.host}:${config.port}`,
        cause: thrown,
      });
    }
    throw thrown;
  }
}

/** Parses a body, query or parameter set; every fault is named in one REQUEST_INVALID. */
export function parseRequest<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where = 'body',
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => ({
    place: [where, ...issue.path.map(String)].join('.'),
    message: issue.message,
  }));
  const first = faults[0];
  throw kernelErrors.fault(
    'REQUEST_INVALID',
    `${first?.place}: ${first?.message}${faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''}`,
    {
      faults,
      ...(first === undefined ? {} : { place: first.place }),
    },
  );
}

/** True for the names and addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function assertGuarded(config: HttpConfig): void {
  if (Object.keys(config.tokens).length === 0 && !isLoopback(config.host)) {
    throw kernelErrors.fault(
      'CONFIG_INVALID',
      `http.host is ${config.host}, which others can reach, and http.tokens is empty`,
      {
        place: 'http.tokens',
      },
    );
  }
}

function authorize(config: HttpConfig, request: FastifyRequest): void {
  refuseForeignPages(config, request);
  const role = request.routeOptions.config.role;
  if (role === undefined || role === 'public' || Object.keys(config.tokens).length === 0) return;
  const presented = presentedToken(request);
  const holder = presented === undefined ? undefined : roleOf(config, presented);
  if (holder === undefined) {
    throw kernelErrors.fault(
      'NOT_SIGNED_IN',
      `${request.method} ${request.routeOptions.url} needs a token of the role ${role}`,
    );
  }
  if (!roleCovers[holder].includes(role)) {
    throw kernelErrors.fault(
      'NOT_ALLOWED',
      `${request.method} ${request.routeOptions.url} needs the role ${role}; this token has ${holder}`,
    );
  }
}

/** Without tokens a page of another site, or a rebound DNS name, must not be able to act through a person's browser. */
function refuseForeignPages(config: HttpConfig, request: FastifyRequest): void {
  const host = request.headers.host ?? '';
  const name = host.replace(/:\d+$/, '');
  if (Object.keys(config.tokens).length === 0 && !isLoopback(name)) {
    throw kernelErrors.fault(
      'NOT_ALLOWED',
      `this service answers on the loopback only, not as ${name || '(no host)'}`,
    );
  }
  const origin = request.headers.origin;
  if (origin !== undefined && mutating.has(request.method) && hostOf(origin) !== host) {
    throw kernelErrors.fault('NOT_ALLOWED', `a page of ${origin} may not change things here`);
  }
}

/** The host of an Origin header; opaque origins ("null") have none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function presentedToken(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? /(?:^|;\s*)packproof_token=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
}

function roleOf(config: HttpConfig, presented: string): Exclude<Role, 'public'> | undefined {
  const given = Buffer.from(presented);
  for (const [token, role] of Object.entries(config.tokens)) {
    const known = Buffer.from(token);
    if (known.length === given.length && timingSafeEqual(known, given)) return role;
  }
  return undefined;
}

function sendProblem(log: Log, thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = thrown instanceof PackproofError ? thrown : fromFastify(thrown, request);
  const fields = {
    event: 'http.refused',
    code: error.code,
    method: request.method,
    url: request.url,
    requestId: request.id,
  };
  // What may simply be asked again, such as work that has not come yet, is no failure of this program.
  const failed = error.row.http >= 500 && error.row.retry !== 'safe';
  if (failed) log.error({ ...fields, event: 'http.failed', err: thrown }, error.message);
  else log.info(fields, error.message);
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
    const place = mutating.has(request.method) && !addressCodes.has(code ?? '') ? 'body' : 'path';
    return kernelErrors.fault('REQUEST_INVALID', messageOf(thrown), { place });
  }
  return kernelErrors.fault(
    'UNEXPECTED',
    'something went wrong here; the log names it under this request id',
    { cause: thrown },
  );
}

/** Answers what is no HTTP request at all, or not in time, on the bare connection; there is nothing to go on with. */
function refuseUnreadable(log: Log, thrown: Error & { code?: string }, socket: Socket): void {
  if (thrown.code === 'ECONNRESET' || socket.destroyed) return;
  const detail =
    thrown.code === 'HPE_HEADER_OVERFLOW'
      ? `the address and the headers are longer than ${maxHeaderSize} bytes`
      : `this is no HTTP request that can be read: ${thrown.message}`;
  const fault = kernelErrors.fault('REQUEST_INVALID', detail);
  const requestId = randomUUID();
  log.info({ event: 'http.refused', code: fault.code, requestId }, fault.message);
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
