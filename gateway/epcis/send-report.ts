import { createHmac } from 'node:crypto';
import { messageOf } from '../../kernel/errors.ts';

const timeoutMs = 10_000;

export interface Report {
  readonly dest: string;
  readonly body: Uint8Array;
  readonly signatureToken: string | null;
  readonly type: 'application/json' | 'application/problem+json';
}

export type ReportOutcome =
  | { readonly kind: 'taken' }
  /** The subscriber wants it in smaller parts. */
  | { readonly kind: 'too-large' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Sends what a standing query found. The signature is the HMAC-SHA256 of the body under the subscriber's token, in base64. */
export async function sendReport(
  { dest, body, signatureToken, type }: Report,
  signal: AbortSignal,
): Promise<ReportOutcome> {
  const signature =
    signatureToken === null ? null : createHmac('sha256', signatureToken).update(body).digest('base64');
  try {
    const response = await fetch(dest, {
      method: 'POST',
      headers: {
        'content-type': type,
        'GS1-EPCIS-Version': '2.0',
        'GS1-CBV-Version': '2.0',
        ...(signature === null ? {} : { 'GS1-Signature': signature }),
      },
      body,
      // A redirect would carry the events to where nobody subscribed.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    if (response.ok) return { kind: 'taken' };
    return response.status === 413
      ? { kind: 'too-large' }
      : { kind: 'failed', reason: `HTTP ${response.status}` };
  } catch (thrown) {
    return { kind: 'failed', reason: messageOf(thrown) };
  }
}
