import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { importedStatement, importStatements } from './import-statements.ts';

const maxStatementBytes = 16 * 1_048_576;

const xmlText = z.string().min(1, 'the body is empty');

const docs = {
  bring: {
    summary: 'Book a file of bank statements (camt.053)',
    otherBodies: { 'application/xml': xmlText, 'text/xml': xmlText },
    answer: z.strictObject({ v: z.literal(1), statements: z.array(importedStatement) }),
    status: [200, 201],
  },
};

/**
 * `POST /v1/bank/statements`: a camt.053 file as XML. 201 if it held a statement that was new, 200 if all were known.
 */
export async function bankRoutes(app: FastifyInstance, context: CentralContext): Promise<void> {
  // In a scope of its own, so that no other route starts to take XML, and this one takes nothing else.
  await app.register(async (scope) => {
    const options = { parseAs: 'string', bodyLimit: maxStatementBytes } as const;
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(['application/xml', 'text/xml'], options, (_request, body, done) =>
      done(null, body),
    );
    scope.post(
      '/v1/bank/statements',
      { config: { role: 'operator', doc: docs.bring }, bodyLimit: maxStatementBytes },
      async (request, reply) => {
        const xml = parseRequest(xmlText, request.body);
        const statements = await importStatements(context, xml);
        const status = statements.every(({ repeated }) => repeated) ? 200 : 201;
        return reply.code(status).send({ v: 1, statements });
      },
    );
  });
}
