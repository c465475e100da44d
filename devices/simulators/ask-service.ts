import { messageOf } from '../../kernel/errors.ts';
import { deviceErrors } from '../device-errors.ts';

const timeoutMs = 10_000;

/** A service that a simulator talks to as its user would. */
export interface Peer {
  readonly url: string;
  readonly token?: string | undefined;
}

/**
 * Asks a service and returns its JSON.
 *
 * @throws SIMULATOR_PEER_FAILED if it does not answer, or refuses.
 */
export async function askService(
  peer: Peer,
  path: string,
  post?: { readonly type: string; readonly body: string; readonly method?: 'PUT' },
): Promise<unknown> {
  const headers: Record<string, string> = {};
  if (peer.token !== undefined) headers.authorization = `Bearer ${peer.token}`;
  if (post !== undefined) headers['content-type'] = post.type;
  const url = new URL(path, peer.url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      headers,
      signal,
      ...(post === undefined ? {} : { method: post.method ?? 'POST', body: post.body }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 400)}`);
    return JSON.parse(text) as unknown;
  } catch (thrown) {
    throw deviceErrors.fault('SIMULATOR_PEER_FAILED', `${url.origin}${path}: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}
