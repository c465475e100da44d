import type { FastifyInstance } from 'fastify';
import { parseRequest } from '../../kernel/http/http.ts';
import { factUpload, factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import type { CentralContext } from '../context.ts';
import { receiveUpload } from './receive-upload.ts';

/** 500 facts, of which a few may name thousands of items. */
const maxUploadBytes = 32 * 1_048_576;

/** `POST /v1/facts`: factUpload -> factUploadAck, after the commit. */
export function factRoutes(app: FastifyInstance, context: CentralContext): void {
  app.register(async (scope) => {
    // A member named __proto__ is data here, which nothing merges: refused, it would hold up every fact behind it.
    const asItStands = scope.getDefaultJsonParser('ignore', 'ignore');
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, asItStands);
    const doc = {
      summary: 'Take facts over, and answer up to where they are stored',
      body: factUpload,
      answer: factUploadAck,
    };
    scope.post('/v1/facts', { config: { role: 'sync', doc }, bodyLimit: maxUploadBytes }, async (request) =>
      receiveUpload(context, parseRequest(factUpload, request.body)),
    );
  });
}
