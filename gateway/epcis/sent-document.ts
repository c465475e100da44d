import type { FastifyRequest } from 'fastify';
import { placeInXml } from '../../protocols/epcis/xml/xml-place.ts';
import type { Sent } from './capture.ts';
import type { EpcisConfig } from './epcis-config.ts';
import { epcisErrors } from './epcis-errors.ts';
import type { QueryDesk } from './thread/query-desk.ts';

/** XML takes a lot more memory to read than JSON. */
const maxXmlCharacters = 16 * 1024 * 1024;

/** What a request brings to be captured, as JSON. XML is read by a thread, for that takes longest. */
export function createSentReader(desk: QueryDesk, { captureFileSizeLimit }: EpcisConfig) {
  return async (request: FastifyRequest, signal: AbortSignal): Promise<Sent> => {
    const text = typeof request.body === 'string' ? request.body : '';
    if (!isXml(request)) return { text, maxCharacters: captureFileSizeLimit, placeOf: (path) => path };
    if (text.length > maxXmlCharacters) throw tooLarge(text.length);
    const asked = { xml: text, maxCharacters: captureFileSizeLimit };
    const read = await desk.ask('readXml', asked, { signal });
    // It was measured as it came.
    return {
      text: read.json,
      maxCharacters: read.json.length,
      placeOf: (path) => placeInXml(path, read.root),
    };
  };
}

function tooLarge(length: number) {
  return epcisErrors.fault(
    'EPCIS_CAPTURE_TOO_LARGE',
    `the XML has ${length} characters, at most ${maxXmlCharacters} are read`,
    { place: 'body' },
  );
}

/** True for a body in XML. */
export function isXml(request: FastifyRequest): boolean {
  return /^(?:application|text)\/xml\b/i.test(request.headers['content-type'] ?? '');
}
