import type { Server as TlsServer } from 'node:tls';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { z } from 'zod';
import { systemClock } from '../clock.ts';
import { kernelErrors } from '../kernel-errors.ts';
import type { Log } from '../log.ts';
import { contextOptions, serverTlsOptions, type TlsSource, watchHandshakes } from '../tls/tls-server.ts';
import { type Authenticate, createAccess, isLoopback, isOwnMachine } from './http-access.ts';
import { refuseUnreadable, sendProblem } from './http-problems.ts';
import { trustProxy } from './proxies.ts';
import { createRefusalLog } from './refusal-log.ts';
import { createTurnstile } from './turnstile.ts';

export const httpConfig = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.coerce.number().int().min(0).max(65535),
  /** token -> role. Without tokens the service listens on the loopback only. */
  tokens: z
    .record(z.string().min(16, 'a token has at least 16 characters'), z.enum(['reader', 'operator', 'sync']))
    .default({}),
  /** The reverse proxies before it, whose word for the address of a caller counts; nobody's if empty. */
  trustProxy,
});
export type HttpConfig = z.output<typeof httpConfig>;

/** Far more than a site has people and programs. */
const maxConnections = 2_000;
/** Of one caller at one address; whoever carries facts and work, and this machine, are not slowed. */
const requests = { max: 1_000, timeWindow: 10_000, cache: 5_000 };

const contentSecurityPolicy = {
  // Mantine writes its variables into style elements and attributes, and the reader of camera pictures is WebAssembly
  // (which is not eval: a page still runs no text as a script); nothing else is loosened.
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    upgradeInsecureRequests: null,
  },
};

/** The security headers of every answer, and so what our pages may load. */
export const pageHeaders: FastifyHelmetOptions = { contentSecurityPolicy, strictTransportSecurity: false };

/** Over TLS. Browsers heed the second only after a connection without any warning (RFC 6797, 8.1). */
const tlsPageHeaders: FastifyHelmetOptions = {
  contentSecurityPolicy,
  strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
};

export interface HttpOptions {
  readonly bodyLimitBytes?: number;
  /** Null or left out: plain HTTP. */
  readonly tls?: TlsSource | null;
  /** Callers besides those of `config.tokens`. */
  readonly authenticate?: Authenticate;
  /** Credentials are wanted even if `config.tokens` is empty. */
  readonly guarded?: boolean;
  /** Handlers have a turn of the event loop each, as the process serves others who may not wait for all of them. */
  readonly oneATurn?: boolean;
}

/**
 * A fastify instance with what every service here owes its callers: a role on each route (declared as
 * `config: { role }`; a route without one stops the start), RFC 9457 problem answers from the error table,
 * bounded bodies and rates, security headers, and no trust in cross-origin pages. `request.caller` says who asks.
 */
export async function createHttp(
  config: HttpConfig,
  log: Log,
  options: HttpOptions = {},
): Promise<FastifyInstance> {
  assertGuarded(config);
  const tls = options.tls ?? null;
  const logs = { log, refusals: createRefusalLog(log, systemClock) };
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes ?? 1_048_576,
    requestTimeout: 60_000,
    trustProxy: config.trustProxy.length > 0 && config.trustProxy,
    ...serverOptions(tls),
    // An identifier in an address may be a whole URI, percent-encoded.
    routerOptions: { maxParamLength: 4_000 },
    forceCloseConnections: true,
    // What fails before there is a route, or even a request, is answered like everything else.
    frameworkErrors: (thrown, request, reply) => sendProblem(logs, thrown, request, reply),
    clientErrorHandler: (thrown, socket) => refuseUnreadable(logs, thrown, socket),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = maxConnections;
  if (tls !== null) serveTls(app, tls);
  app.addHook('onRoute', (route) => {
    if (route.config?.role === undefined && route.method !== 'HEAD') {
      throw new Error(`route ${String(route.method)} ${route.url} declares no role`);
    }
  });
  app.decorateRequest('caller', null);
  await app.register(helmet, tls === null ? pageHeaders : tlsPageHeaders);
  const access = createAccess({
    tokens: config.tokens,
    open: Object.keys(config.tokens).length === 0 && options.guarded !== true,
    authenticate: options.authenticate ?? (() => null),
    clock: systemClock,
  });
  app.addHook('onRequest', async (request) => access(request));
  await app.register(rateLimit, {
    ...requests,
    keyGenerator: ({ caller, ip }) => `${caller?.kind ?? ''} ${caller?.name ?? ''} ${ip}`,
    allowList: isTrusted,
    errorResponseBuilder: (_request, { after }) =>
      kernelErrors.fault(
        'TOO_MANY_REQUESTS',
        `more than ${requests.max} requests in 10 seconds; go on in ${after}`,
      ),
  });
  if (options.oneATurn === true) app.addHook('preHandler', createTurnstile());
  app.setErrorHandler((thrown, request, reply) => sendProblem(logs, thrown, request, reply));
  // The limiter knows the routes only, and whoever looks for others is to be slowed too.
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(
      logs,
      kernelErrors.fault('NOT_FOUND', `${request.method} ${request.url} is not a route of this service`),
      request,
      reply,
    ),
  );
  return app;
}

function isTrusted(request: FastifyRequest): boolean {
  const { caller } = request;
  return caller === null ? isOwnMachine(request) : caller.kind === 'local' || caller.role === 'sync';
}

/** How long the head of a request may take, and how often Node looks whose time is over: slow clients would keep the connections of others. */
const slowness = { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 };

function serverOptions(tls: TlsSource | null) {
  return tls === null ? { http: slowness } : { https: { ...slowness, ...serverTlsOptions(tls.current()) } };
}

/** Connections that begin after a change of the certificate get the new one, and no unfinished handshake holds up a close. */
function serveTls(app: FastifyInstance, tls: TlsSource): void {
  const server = app.server as unknown as TlsServer;
  tls.onChange(() => server.setSecureContext(contextOptions(tls.current())));
  const handshakes = watchHandshakes(server);
  app.addHook('preClose', async () => handshakes.end());
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

function assertGuarded(config: HttpConfig): void {
  if (Object.keys(config.tokens).length === 0 && config.trustProxy.length > 0) {
    throw kernelErrors.fault(
      'CONFIG_INVALID',
      'http.trustProxy names a proxy, and http.tokens is empty: without a token everyone whom it lets through could do everything',
      { place: 'http.tokens' },
    );
  }
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
