import { catalogOf } from './language.ts';
import { spokenLanguage } from './spoken-language.ts';

/**
 * A refusal of a service: RFC 9457 problem details with our `code` and `remedy`, in the language that the page speaks if it is
 * one of those that a person at a page may meet.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** HTTP status; 0 if no answer came. */
  readonly status: number;
  readonly code: string;
  /** What the person can do about it; empty if the service did not say. */
  readonly remedy: string;

  constructor(status: number, code: string, message: string, remedy: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

/** Dispatched on `window` when a service wants a token; the sign-in gate listens. */
export const signInWanted = 'packproof:sign-in-wanted';

/** Asks for JSON. @throws Problem if the service refuses or cannot be reached. */
export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return request<Answer>(path, signal === undefined ? {} : { signal });
}

/** Sends JSON. @throws Problem if the service refuses or cannot be reached. */
export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return request<Answer>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Sends a picture or another file as it is. @throws Problem if the service refuses or cannot be reached. */
export async function sendBlob<Answer>(path: string, body: Blob): Promise<Answer> {
  return request<Answer>(path, { method: 'POST', headers: { 'content-type': body.type }, body });
}

async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await reach(path, init);
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text === '' ? null : JSON.parse(text)) as Answer;
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw new Problem(0, 'NO_ANSWER', ...catalogOf(spokenLanguage()).noAnswer);
  }
}

async function problemOf(response: Response): Promise<Problem> {
  if (response.status === 401) window.dispatchEvent(new Event(signInWanted));
  const body = (await response.json().catch(() => ({}))) as Partial<Record<string, unknown>>;
  const text = (key: string, otherwise: string) => {
    const value = body[key];
    return typeof value === 'string' ? value : otherwise;
  };
  const { problems, answered } = catalogOf(spokenLanguage());
  const code = text('code', 'UNKNOWN');
  const translated = problems[code];
  if (translated !== undefined) {
    const [what, remedy] = translated;
    // Of several entries that a person made, the one that is meant.
    const place = code === 'REQUEST_INVALID' ? text('place', '') : '';
    return new Problem(response.status, code, place === '' ? what : `${what} (${place})`, remedy);
  }
  const otherwise = answered.replace('{status}', String(response.status));
  return new Problem(response.status, code, text('detail', text('title', otherwise)), text('remedy', ''));
}
