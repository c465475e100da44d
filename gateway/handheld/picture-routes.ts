import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { attachment } from '../../protocols/wire/facts/fact-members.ts';
import { maxPictureBytes, mediaTypeOf, mediaTypes } from '../../protocols/wire/picture.ts';
import { handheldErrors } from './handheld-errors.ts';
import type { PictureStore } from './picture-store.ts';

/** So many may be in memory at a time. */
const maxAtOnce = 8;

const params = z.strictObject({ sha256: attachment.sha256 });
const kept = z.strictObject(attachment);
const docs = {
  put: {
    summary: 'Bring a photo or a signature that a fact names by its SHA-256',
    params,
    otherBodies: Object.fromEntries(mediaTypes.map((type) => [type, z.string()])),
    answer: kept,
  },
  get: {
    summary: 'Read a photo or a signature that a handheld brought',
    params,
    answerType: 'image/*',
  },
};

/**
 * The pictures of handhelds, which unlike a station are not there to be asked: they bring them as soon as they have a network. They are
 * read under the address that they have at a station too.
 */
export function addPictureRoutes(app: FastifyInstance, store: PictureStore): void {
  app.register(async (scope) => {
    const options = { parseAs: 'buffer', bodyLimit: maxPictureBytes } as const;
    scope.addContentTypeParser([...mediaTypes], options, (_request, body, done) => done(null, body));
    const places = { taken: 0 };
    scope.addHook('onRequest', async (request, reply) => {
      if (request.method !== 'PUT') return;
      if (places.taken >= maxAtOnce)
        throw handheldErrors.fault('PICTURES_BUSY', `${maxAtOnce} pictures are being taken`);
      occupy(places, reply);
    });
    const put = { config: { role: 'station', doc: docs.put }, bodyLimit: maxPictureBytes } as const;
    scope.put('/v1/attachments/:sha256', put, async (request) => {
      const { sha256 } = parseRequest(params, request.params, 'path');
      const { caller } = request;
      if (caller?.kind !== 'station' && caller?.kind !== 'local')
        throw kernelErrors.fault('NOT_ALLOWED', 'only stations bring pictures');
      const contentType = request.headers['content-type'] ?? '';
      const mediaType = mediaTypeOf(contentType);
      if (!Buffer.isBuffer(request.body) || mediaType === null)
        throw handheldErrors.fault('PICTURE_NOT_AN_IMAGE', `the media type is "${contentType.slice(0, 80)}"`);
      return store.keep(sha256, mediaType, request.body);
    });
    scope.get(
      '/v1/attachments/:sha256',
      { config: { role: 'reader', doc: docs.get } },
      async (request, reply) => {
        const { sha256 } = parseRequest(params, request.params, 'path');
        const found = await store.read(sha256);
        if (found === null) throw handheldErrors.fault('PICTURE_UNKNOWN', sha256);
        return reply
          .type(found.mediaType)
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('content-disposition', 'inline')
          .header('cache-control', 'private, max-age=31536000, immutable')
          .send(found.bytes);
      },
    );
  });
}

/** Until the answer is out or the caller is gone. */
function occupy(places: { taken: number }, reply: FastifyReply): void {
  places.taken += 1;
  reply.raw.once('close', () => {
    places.taken -= 1;
  });
}
