import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import '../http/api-doc.ts';
import type { Clock } from '../clock.ts';
import { kernelErrors } from '../kernel-errors.ts';

/** Something that a service needs for its work. One that throws, or does not answer in time, does not hold. */
export interface ReadyCheck {
  /** For people, such as "fact log writable". It is public: no details. */
  readonly name: string;
  holds(): boolean | Promise<boolean>;
}

export interface HealthOptions {
  readonly service: string;
  readonly checks: readonly ReadyCheck[];
  readonly clock: Clock;
}

const checkTimeoutMs = 2_000;

const healthAnswer = z.strictObject({ v: z.literal(1), service: z.string(), status: z.literal('ok') });
const readyAnswer = z.strictObject({
  v: z.literal(1),
  service: z.string(),
  status: z.literal('ready'),
  /** The names of what was checked. */
  checks: z.array(z.string()),
});

/**
 * Adds `GET /v1/health` (that it answers says all: the process runs and its event loop turns) and `GET /v1/ready`, which
 * answers 503 NOT_READY with the names of the checks that do not hold. Both are for anyone.
 */
export function addHealthRoutes(app: FastifyInstance, { service, checks, clock }: HealthOptions): void {
  app.get(
    '/v1/health',
    { config: { role: 'public', doc: { summary: 'Tell that the service runs', answer: healthAnswer } } },
    async () => ({ v: 1, service, status: 'ok' }),
  );
  app.get(
    '/v1/ready',
    { config: { role: 'public', doc: { summary: 'Tell whether it can do its work', answer: readyAnswer } } },
    async () => {
      const failing = await failingChecks(checks, clock);
      if (failing.length > 0) throw notReady(failing);
      return { v: 1, service, status: 'ready', checks: checks.map(({ name }) => name) };
    },
  );
}

/** The names of the checks that do not hold now. */
async function failingChecks(checks: readonly ReadyCheck[], clock: Clock): Promise<string[]> {
  const held = await Promise.all(checks.map((check) => holdsInTime(check, clock)));
  return checks.filter((_check, index) => held[index] !== true).map(({ name }) => name);
}

async function holdsInTime(check: ReadyCheck, clock: Clock): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>((resolve) => {
    cancel = clock.after(checkTimeoutMs, () => resolve(false));
  });
  try {
    return await Promise.race([check.holds(), late]);
  } catch {
    return false;
  } finally {
    cancel();
  }
}

function notReady(failing: readonly string[]) {
  const faults = failing.map((place) => ({ place, message: 'does not hold' }));
  return kernelErrors.fault('NOT_READY', `not ready: ${failing.join(', ')}`, { faults });
}
