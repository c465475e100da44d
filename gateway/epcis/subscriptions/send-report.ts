import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { messageOf } from '../../../kernel/errors.ts';
import type { TargetPolicy } from '../../webhooks/target-policy.ts';

const timeoutMs = 10_000;
/** What a subscriber answers is not read further than this. */
const maxAnswerBytes = 16 * 1024;

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

/** Sends to the addresses only that a webhook may be at, judged where the connection is made, and follows no redirects. */
export function createReportSender(targets: TargetPolicy) {
  const agent = new Agent({
    connections: 2,
    pipelining: 1,
    connect: { lookup: targets.lookup, timeout: timeoutMs },
  });

  return {
    /** Sends what a standing query found. The signature is the HMAC-SHA256 of the body under the subscriber's token, in base64. */
    async send({ dest, body, signatureToken, type }: Report, stopping: AbortSignal): Promise<ReportOutcome> {
      const refused = targets.faultOf(dest);
      if (refused !== null) return { kind: 'failed', reason: refused.message };
      const signature =
        signatureToken === null ? null : createHmac('sha256', signatureToken).update(body).digest('base64');
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
      try {
        const answer = await request(dest, {
          method: 'POST',
          headers: {
            'content-type': type,
            'GS1-EPCIS-Version': '2.0',
            'GS1-CBV-Version': '2.0',
            ...(signature === null ? {} : { 'GS1-Signature': signature }),
          },
          body,
          dispatcher: agent,
          signal,
        });
        await answer.body.dump({ limit: maxAnswerBytes, signal }).catch(() => {});
        return outcomeOf(answer.statusCode);
      } catch (thrown) {
        return { kind: 'failed', reason: messageOf(thrown) };
      }
    },
    close: () => agent.destroy(),
  };
}

function outcomeOf(status: number): ReportOutcome {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  return status === 413 ? { kind: 'too-large' } : { kind: 'failed', reason: `HTTP ${status}` };
}
