import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { importMapping } from './mapping.ts';
import { importResult, runImport } from './run-import.ts';

const maxBodyBytes = 64 * 1024 * 1024;

const importBody = z.strictObject({
  v: z.literal(1),
  mapping: importMapping,
  /** Name of each file -> its text. */
  files: z.record(z.string().max(200), z.string()),
});

const docs = {
  bring: {
    summary: 'Bring CSV files in through a mapping, all or nothing',
    body: importBody,
    answer: importResult,
  },
};

/** `POST /v1/imports`: CSV files and a mapping, all or nothing. */
export function importRoutes(app: FastifyInstance, context: CentralContext): void {
  app.post(
    '/v1/imports',
    { config: { role: 'operator', doc: docs.bring }, bodyLimit: maxBodyBytes },
    async (request) => {
      const { mapping, files } = parseRequest(importBody, request.body);
      const result = await runImport(context, mapping, files);
      context.log.info({ event: 'import.done', ...result }, 'files were imported');
      return result;
    },
  );
}
