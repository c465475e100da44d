import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../clock.ts';
import { kernelErrors } from '../kernel-errors.ts';
import { RateMeter } from '../operate/rate-meter.ts';
import type { Caller, CallerRole } from './caller.ts';

/** Who may call a route: `public` is for everyone, with or without credentials; the others are roles of callers. */
type Role = 'public' | CallerRole;

declare module 'fastify' {
  interface FastifyContextConfig {
    role?: Role;
    /** The route hands out events by what its caller may hear, or nothing but its own; without this it refuses callers who may not hear all. */
    filtersEvents?: true;
  }
  interface FastifyRequest {
    /** Who asks; null on a public route that was asked without credentials. */
    caller: Caller | null;
  }
}

/** What a request shows of who sent it, besides the tokens of the configuration. */
interface Credentials {
  /** Of an Authorization: Bearer header, or of the cookie that our pages keep. */
  readonly token: string | undefined;
  readonly request: FastifyRequest;
}

/** Knows further callers. Null: not known here. A credential that was good once may be refused by name: it throws that fault. */
export type Authenticate = (credentials: Credentials) => Caller | null;

export interface AccessRules {
  readonly tokens: Readonly<Record<string, Exclude<CallerRole, 'station'>>>;
  /** Without any credentials configured a service answers its own machine, and there everyone. */
  readonly open: boolean;
  readonly authenticate: Authenticate;
  readonly clock: Clock;
}

const failedSignInsPerMinute = 30;
const covers: Record<CallerRole, readonly Role[]> = {
  station: ['station'],
  reader: ['reader', 'station'],
  operator: ['operator', 'reader', 'station'],
  sync: ['sync', 'reader', 'station'],
};
const local: Caller = { kind: 'local', name: '', role: 'operator', eventTypes: '*' };

export function isMutating(method: string): boolean {
  return ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);
}

/** True for the names and addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(host)
  );
}

/** Whether it was sent on this machine. What a proxy brings was not, whatever it says: it may come from anywhere. */
export function isOwnMachine(request: FastifyRequest): boolean {
  return isLoopback(request.ip) && (request.ips ?? [request.ip]).length === 1;
}

/**
 * The hook that lets a request in or throws why not: NOT_SIGNED_IN, NOT_ALLOWED, TOO_MANY_REQUESTS after many failed sign-ins of one
 * address (other than this machine), or what `authenticate` says of a credential.
 */
export function createAccess(rules: AccessRules): (request: FastifyRequest) => void {
  const failures = new RateMeter(failedSignInsPerMinute, rules.clock);

  function callerOf(request: FastifyRequest): Caller | null {
    const token = presentedToken(request);
    const caller = tokenCaller(rules, token) ?? rules.authenticate({ token, request });
    return caller ?? (rules.open ? local : null);
  }

  return (request) => {
    refuseForeignPages(rules, request);
    const { config, url } = request.routeOptions;
    const { role } = config;
    if (role === undefined || role === 'public') return;
    const route = `${request.method} ${url}`;
    const counted = !isOwnMachine(request);
    if (counted && failures.isSpent(request.ip))
      throw kernelErrors.fault('TOO_MANY_REQUESTS', `${request.ip} failed to sign in too often`);
    const caller = callerOf(request);
    if (caller === null) {
      if (counted) failures.take(request.ip);
      throw kernelErrors.fault('NOT_SIGNED_IN', `${route} needs a token of the role ${role}`);
    }
    request.caller = caller;
    if (!mayCall(caller, role)) {
      const message = `${route} needs the role ${role}; this token has ${caller.role}`;
      throw kernelErrors.fault('NOT_ALLOWED', message);
    }
    if (caller.role !== 'station' && caller.eventTypes !== '*' && config.filtersEvents !== true) {
      const message = `${route} is not for ${caller.name}, who may read some types of events and nothing else`;
      throw kernelErrors.fault('NOT_ALLOWED', message);
    }
  };
}

/** On the loopback without credentials everyone may do everything. */
function mayCall(caller: Caller, role: Role): boolean {
  return caller.kind === 'local' || covers[caller.role].includes(role);
}

function tokenCaller({ tokens }: AccessRules, presented: string | undefined): Caller | null {
  if (presented === undefined) return null;
  const given = Buffer.from(presented);
  for (const [token, role] of Object.entries(tokens)) {
    const known = Buffer.from(token);
    if (known.length === given.length && timingSafeEqual(known, given))
      return { kind: 'token', name: role, role, eventTypes: '*' };
  }
  return null;
}

/** Without tokens a page of another site, or a rebound DNS name, must not be able to act through a person's browser. */
function refuseForeignPages(rules: AccessRules, request: FastifyRequest): void {
  const { host } = request;
  const name = host.replace(/:\d+$/, '');
  if (rules.open && !isLoopback(name)) {
    throw kernelErrors.fault(
      'NOT_ALLOWED',
      `this service answers on the loopback only, not as ${name || '(no host)'}`,
    );
  }
  const { origin } = request.headers;
  if (isMutating(request.method) && !isOwnOrigin(origin, host))
    throw kernelErrors.fault('NOT_ALLOWED', `a page of ${origin} may not change things here`);
}

/** Whether a request came from a page of the service itself, or from no page; opaque origins ("null") are foreign. */
export function isOwnOrigin(origin: string | undefined, host: string): boolean {
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}

function presentedToken(request: FastifyRequest): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? decoded(/(?:^|;\s*)packproof_token=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]);
}

/** Our pages keep it percent-encoded, as a cookie holds no `;` and the like. */
function decoded(kept: string | undefined): string | undefined {
  try {
    return kept === undefined ? undefined : decodeURIComponent(kept);
  } catch {
    return undefined;
  }
}
