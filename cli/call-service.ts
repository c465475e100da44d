import { messageOf } from '../kernel/errors.ts';
import type { Fetch } from '../kernel/tls/tls-fetch.ts';
import { cliErrors } from './cli-errors.ts';

export interface ServiceCall {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: unknown;
  readonly token?: string | undefined;
  readonly timeoutMs?: number;
  /** One that trusts a site's CA. */
  readonly fetch?: Fetch;
}

/**
 * Calls a route of one of our services and returns its JSON.
 *
 * @throws SERVICE_UNREACHABLE if nothing answers, SERVICE_REFUSED with the service's own words if it says no.
 */
export async function callService(url: string, call: ServiceCall = {}): Promise<unknown> {
  const response = await request(url, call);
  const text = await response.text();
  if (response.ok) return text === '' ? null : (JSON.parse(text) as unknown);
  throw cliErrors.fault('SERVICE_REFUSED', refusalText(url, response.status, text));
}

async function request(url: string, call: ServiceCall): Promise<Response> {
  try {
    return await (call.fetch ?? fetch)(url, {
      method: call.method ?? 'GET',
      signal: AbortSignal.timeout(call.timeoutMs ?? 5000),
      headers: {
        ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      },
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
  } catch (thrown) {
    const cause =
      thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause.message : messageOf(thrown);
    throw cliErrors.fault('SERVICE_UNREACHABLE', `${new URL(url).origin} does not answer (${cause})`, {
      place: url,
      cause: thrown,
    });
  }
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly remedy?: string;
  readonly faults?: readonly { readonly place: string; readonly message: string }[];
}

function refusalText(url: string, status: number, text: string): string {
  const problem = problemIn(text);
  if (problem.detail === undefined) return `${url} answered ${status}`;
  const faults = (problem.faults ?? []).map((fault) => `\n  ${fault.place}: ${fault.message}`).join('');
  return `${problem.detail} [${problem.code ?? status}]${faults}\n  ${problem.remedy ?? ''}`;
}

function problemIn(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return {};
  }
}
