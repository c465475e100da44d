import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import { messageOf } from '../../kernel/errors.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import type { Outcome } from './attempts.ts';
import type { TargetPolicy } from './target-policy.ts';

/** What an endpoint answers is not read further than this. */
const maxAnswerBytes = 16 * 1024;
const maxErrorLength = 200;

export interface WebhookClientConfig {
  readonly caFile?: string | undefined;
  readonly timeoutMs: number;
}

export type WebhookClient = ReturnType<typeof createWebhookClient>;

/**
 * Posts to endpoints: no redirects, bounded answers, a limit on the whole exchange, and only to addresses that may be called.
 *
 * @throws CONFIG_INVALID if the file of certification authorities cannot be read.
 */
export function createWebhookClient(config: WebhookClientConfig, policy: TargetPolicy) {
  const agent = new Agent({
    connections: 2,
    pipelining: 1,
    maxHeaderSize: 16 * 1024,
    connect: {
      lookup: policy.lookup,
      timeout: config.timeoutMs,
      ...(config.caFile === undefined ? {} : { ca: [...rootCertificates, readCa(config.caFile)] }),
    },
  });

  return {
    async post(
      url: string,
      headers: Readonly<Record<string, string>>,
      body: Buffer,
      stopping: AbortSignal,
    ): Promise<Outcome> {
      const refused = policy.faultOf(url);
      if (refused !== null) return failed(refused.message);
      try {
        const signal = AbortSignal.any([stopping, AbortSignal.timeout(config.timeoutMs)]);
        const answer = await request(url, {
          method: 'POST',
          headers: { ...headers, 'user-agent': 'packproof-gateway' },
          body,
          dispatcher: agent,
          signal,
        });
        const outcome = outcomeOf(answer.statusCode, answer.headers['retry-after']);
        await answer.body.dump({ limit: maxAnswerBytes, signal }).catch(() => {});
        return outcome;
      } catch (thrown) {
        return failed(messageOf(thrown));
      }
    },
    close: () => agent.destroy(),
  };
}

function outcomeOf(status: number, retryAfter: string | string[] | undefined): Outcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  if (status >= 300 && status < 400) return failed(`answered ${status}; redirects are not followed`);
  return failed(`answered ${status}`, retryAfterMs([retryAfter].flat()[0], Date.now()));
}

/** Retry-After in its two forms: seconds, or a date (RFC 9110, 10.2.3). */
export function retryAfterMs(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}

function failed(error: string, retryMs: number | null = null): Outcome {
  return { kind: 'failed', error: error.slice(0, maxErrorLength), retryAfterMs: retryMs };
}

function readCa(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw kernelErrors.fault('CONFIG_INVALID', `webhooks.caFile: ${messageOf(thrown)}`, {
      place: 'webhooks.caFile',
      cause: thrown,
    });
  }
}
