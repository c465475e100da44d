import type { FastifyInstance } from 'fastify';
import { parseRequest } from '../../kernel/http.ts';
import { factUpload } from '../../protocols/wire/fact-delivery.ts';
import type { CentralContext } from '../context.ts';
import { receiveUpload } from './receive-upload.ts';

/** 500 facts, of which a few may name thousands of items. */
const maxUploadBytes = 32 * 1_048_576;

/** `POST /v1/facts`: factUpload -> factUploadAck, after the commit. */
export function factRoutes(app: FastifyInstance, context: CentralContext): void {
  app.post('/v1/facts', { config: { role: 'sync' }, bodyLimit: maxUploadBytes }, async (request) =>
    receiveUpload(context, parseRequest(factUpload, request.body)),
  );
}
