import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { maxPictureBytes, mediaTypeOf, mediaTypes, type NamedPicture } from '../../protocols/wire/picture.ts';
import { edgeErrors } from '../edge-errors.ts';
import type { Sensed } from '../fulfilment/input.ts';
import type { Wants } from '../fulfilment/screen-view.ts';
import type { Attachments } from './attachments.ts';

const query = z.strictObject({
  kind: z.enum(['photo', 'signature']),
  /** Who signed. */
  name: z.string().min(1).max(100).optional(),
});
const named = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits') });

export interface AttachmentPorts {
  wants(): Wants;
  /** @throws STATION_STORAGE_FAILED, STATION_QUEUE_FULL */
  attach(input: Sensed): void;
}

/** Photos and signatures: kept as files first, then an input like any other, so that a fact never names what is not there. */
export function addAttachmentRoutes(
  app: FastifyInstance,
  attachments: Attachments,
  ports: AttachmentPorts,
): void {
  const options = { parseAs: 'buffer', bodyLimit: maxPictureBytes } as const;
  app.addContentTypeParser([...mediaTypes], options, (_request, body, done) => done(null, body));
  const post = { config: { role: 'operator' }, bodyLimit: maxPictureBytes } as const;
  app.post('/v1/attachments', post, async (request, reply): Promise<NamedPicture> => {
    const { kind, name } = parseRequest(query, request.query);
    const contentType = request.headers['content-type'] ?? '';
    const mediaType = mediaTypeOf(contentType);
    if (!Buffer.isBuffer(request.body) || mediaType === null) {
      throw edgeErrors.fault('ATTACHMENT_NOT_AN_IMAGE', `the media type is "${contentType.slice(0, 80)}"`);
    }
    // Nobody fills the disk of a station with what nothing asked for.
    if (ports.wants()[kind] !== true) {
      throw edgeErrors.fault('ATTACHMENT_NOT_WANTED', `no ${kind} is asked for now`);
    }
    const kept = attachments.keep(request.body, mediaType);
    ports.attach({ kind, ...kept, ...(name === undefined ? {} : { name }) });
    reply.code(201);
    return kept;
  });
  app.get('/v1/attachments/:sha256', { config: { role: 'reader' } }, async (request, reply) => {
    const { sha256 } = parseRequest(named, request.params);
    const found = attachments.read(sha256);
    if (found === null) throw edgeErrors.fault('ATTACHMENT_UNKNOWN', sha256);
    return reply
      .type(found.mediaType)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "sandbox; default-src 'none'")
      .header('content-disposition', 'inline')
      .header('cache-control', 'private, max-age=31536000, immutable')
      .send(found.bytes);
  });
}
