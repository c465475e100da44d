import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { logEpoch, logState } from '../../protocols/wire/event.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';

const logQuery = z.strictObject({ epoch: logEpoch.optional() });
const newEpoch = z.strictObject({
  v: z.literal(1),
  /** Where the log ended when it was put back; without it, where it ends now. */
  from: z.number().int().nonnegative().optional(),
  reason: z.string().max(200).default(''),
});

interface LogRouteDeps {
  readonly factLog: Pick<FactLog, 'cursor'>;
  readonly epochs: LogEpochs;
}

/** Which numbering the log has, and how an operator begins a new one. */
export function addLogRoutes(app: FastifyInstance, { epochs, factLog }: LogRouteDeps): void {
  const stateOf = (asked: string | undefined) => {
    const { epoch, beganAt } = epochs.current();
    const end = factLog.cursor();
    return {
      v: 1,
      epoch,
      beganAt,
      end,
      agreedUpTo: asked === undefined ? null : Math.min(end, epochs.agreedUpTo(asked)),
    };
  };
  const read = { summary: 'Read which numbering the log has', query: logQuery, answer: logState };
  app.get('/v1/log', { config: { role: 'reader', filtersEvents: true, doc: read } }, async (request) =>
    stateOf(parseRequest(logQuery, request.query, 'query').epoch),
  );
  const begin = {
    summary: 'Begin a new numbering: the log was put back by other means than a restore',
    body: newEpoch,
    answer: logState,
  };
  app.post('/v1/log/epochs', { config: { role: 'operator', doc: begin } }, async (request) => {
    const { reason, from: wanted } = parseRequest(newEpoch, request.body);
    const { epoch, from } = epochs.begin(wanted);
    request.log.warn(
      { event: 'gateway.log_epoch', epoch, from, reason },
      'a new numbering of the log begins',
    );
    return stateOf(undefined);
  });
}
