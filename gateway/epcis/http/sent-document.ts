import type { FastifyRequest } from 'fastify';
import type { CaptureBody } from '../capture/capture-check.ts';
import { epcisErrors } from '../epcis-errors.ts';

/** XML takes a lot more memory to read than JSON. */
const maxXmlBytes = 16 * 1024 * 1024;

/** What a request brings to be captured, as it came. @throws EPCIS_CAPTURE_TOO_LARGE */
export function captureBodyOf(request: FastifyRequest, maxCharacters: number): CaptureBody {
  const bytes = request.body instanceof Uint8Array ? request.body : new Uint8Array();
  if (!isXml(request)) return { bytes, media: 'json', maxCharacters };
  if (bytes.length <= maxXmlBytes) return { bytes, media: 'xml', maxCharacters };
  throw epcisErrors.fault(
    'EPCIS_CAPTURE_TOO_LARGE',
    `the XML has ${bytes.length} bytes, at most ${maxXmlBytes} are read`,
    { place: 'body' },
  );
}

/** True for a body in XML. */
export function isXml(request: FastifyRequest): boolean {
  return /^(?:application|text)\/xml\b/i.test(request.headers['content-type'] ?? '');
}
