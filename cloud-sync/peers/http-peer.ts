import type { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf, type PackproofError } from '../../kernel/errors.ts';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import { cloudSyncErrors } from '../cloud-sync-errors.ts';

export interface PeerAddress {
  /** "gateway" or "central", for messages. */
  readonly name: string;
  readonly url: string;
  readonly token?: string | undefined;
  /** What is trusted, and the client certificate, as it is now; null or left out: as the system trusts, without one. */
  readonly tls?: () => ClientTls | null;
}

export interface PeerRequest<Schema extends z.ZodType> {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly answer: Schema;
  readonly timeoutMs: number;
}

export type HttpPeer = ReturnType<typeof createHttpPeer>;

/** Refusals that time may mend. */
const passing = new Set([408, 425, 429]);

/**
 * One of the two services that cloud-sync stands between. Every answer is parsed; every failure is one of the error
 * table, so that the loops know whether a repetition can help. Aborting `stopping` ends what is under way.
 */
export function createHttpPeer(address: PeerAddress, clock: Clock, stopping: AbortSignal) {
  const fetchOf = createTlsFetch(() => address.tls?.() ?? null);

  async function exchange(request: PeerRequest<z.ZodType>): Promise<{ response: Response; text: string }> {
    const aborting = new AbortController();
    const abort = () => aborting.abort(stopping.reason);
    if (stopping.aborted) abort();
    stopping.addEventListener('abort', abort);
    const cancelTimeout = clock.after(request.timeoutMs, () =>
      aborting.abort(new Error(`no answer in ${request.timeoutMs} ms`)),
    );
    try {
      const response = await fetchOf(urlOf(address.url, request), {
        method: request.method,
        headers: headersOf(address, request),
        signal: aborting.signal,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      return { response, text: await response.text() };
    } catch (thrown) {
      throw fault('PEER_UNREACHABLE', request, causeOf(thrown), thrown);
    } finally {
      cancelTimeout();
      stopping.removeEventListener('abort', abort);
    }
  }

  function fault(
    code: 'PEER_UNREACHABLE' | 'PEER_REFUSED' | 'PEER_ANSWER_INVALID',
    request: PeerRequest<z.ZodType>,
    detail: string,
    cause?: unknown,
  ): PackproofError {
    const message = `${address.name}: ${request.method} ${request.path}: ${detail}`.slice(0, 600);
    return cloudSyncErrors.fault(code, message, { place: address.url, cause });
  }

  return {
    /** @throws PEER_UNREACHABLE, PEER_REFUSED, PEER_ANSWER_INVALID */
    async call<Schema extends z.ZodType>(request: PeerRequest<Schema>): Promise<z.output<Schema>> {
      const { response, text } = await exchange(request);
      if (!response.ok) {
        const lasting = response.status < 500 && !passing.has(response.status);
        throw fault(lasting ? 'PEER_REFUSED' : 'PEER_UNREACHABLE', request, problemOf(response.status, text));
      }
      const parsed = request.answer.safeParse(jsonOf(text));
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      throw fault('PEER_ANSWER_INVALID', request, `${issue?.path.map(String).join('.')}: ${issue?.message}`);
    },
  };
}

function urlOf(base: string, request: PeerRequest<z.ZodType>): string {
  const url = new URL(`${base.replace(/\/+$/, '')}${request.path}`);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return url.href;
}

function headersOf(address: PeerAddress, request: PeerRequest<z.ZodType>): Record<string, string> {
  return {
    accept: 'application/json',
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(address.token === undefined ? {} : { authorization: `Bearer ${address.token}` }),
  };
}

/** What a problem answer (RFC 9457) says, for people. */
function problemOf(status: number, text: string): string {
  const problem = jsonOf(text) as { code?: unknown; detail?: unknown } | undefined;
  const said = [problem?.code, problem?.detail].filter((part) => typeof part === 'string').join(' ');
  return `${status} ${said || text.slice(0, 200)}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch hides the reason ("connect ECONNREFUSED ...") in the cause. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  if (cause === undefined) return messageOf(thrown);
  const code = (cause as NodeJS.ErrnoException).code;
  return messageOf(cause) || code || messageOf(thrown);
}
