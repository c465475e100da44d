import type { FastifyReply, FastifyRequest } from 'fastify';
import { packageVersion } from '../../../kernel/package-root.ts';
import { type Namespaces, standardNamespaces } from '../../../protocols/epcis/hash/namespaces.ts';
import type { CbvFormat } from '../../../protocols/epcis/xml/xml-terms.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { EventMedia } from '../query/result-document.ts';
import type { EpcFormat } from '../query/translate-epcs.ts';

const epcFormats: readonly EpcFormat[] = ['Always_GS1_Digital_Link', 'Always_EPC_URN', 'Never_Translates'];

/** Headers by which a client limits the version; the repository speaks 2.0 only. */
const versions: readonly (readonly [header: string, accepts: (order: number) => boolean])[] = [
  ['gs1-epcis-version', (order) => order === 0],
  ['gs1-epcis-min', (order) => order <= 0],
  ['gs1-epcis-max', (order) => order >= 0],
  ['gs1-cbv-version', (order) => order === 0],
  ['gs1-cbv-min', (order) => order <= 0],
  ['gs1-cbv-max', (order) => order >= 0],
];

/** @throws EPCIS_NOT_ACCEPTABLE if the request asks for what this repository does not speak. */
export function assertAcceptable(request: FastifyRequest): void {
  for (const [header, accepts] of versions) {
    const wanted = headerOf(request, header);
    if (wanted !== undefined && !accepts(againstTwo(wanted, header))) {
      throw refused(header, `${header} is ${wanted}; this repository speaks 2.0`);
    }
  }
  const medias = answersEvents(request) ? [...listMedias, 'application/xml' as const] : listMedias;
  if (mediaAmong(request, medias) === null) {
    const accept = headerOf(request, 'accept') ?? '';
    throw refused('accept', `accept is ${accept.slice(0, 100)}; this is answered in ${medias.join(' and ')}`);
  }
}

/** Lists, jobs and queries are JSON; only events are answered in XML too. What is captured is answered with nothing. */
function answersEvents({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return method === 'POST' || /\/events(?:\/:eventID)?$/.test(url);
}

const listMedias: readonly EventMedia[] = ['application/json', 'application/ld+json'];

/** What events are to be written in. */
export function mediaOf(request: FastifyRequest): EventMedia {
  return mediaAmong(request, [...listMedias, 'application/xml']) ?? 'application/json';
}

/** The media type that the client likes best, the first of those that it likes equally; null if it takes none (RFC 9110, 12.5.1). */
function mediaAmong(request: FastifyRequest, medias: readonly EventMedia[]): EventMedia | null {
  const accept = headerOf(request, 'accept') ?? '*/*';
  const ranges = accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((text) => text.startsWith('q='))?.slice(2);
    return { range: range === 'text/xml' ? 'application/xml' : range, quality: Number(quality ?? 1) || 0 };
  });
  const liking = (media: EventMedia): number =>
    [media, 'application/*', '*/*']
      .map((range) => ranges.find((one) => one.range === range)?.quality)
      .find((quality) => quality !== undefined) ?? 0;
  const best = [...medias].sort((one, other) => liking(other) - liking(one))[0];
  return best === undefined || liking(best) === 0 ? null : best;
}

/** How a version compares with 2.0; its third number is a correction. */
function againstTwo(version: string, header: string): number {
  const found = /^(\d+)(?:\.(\d+))?(?:\.\d+)*$/.exec(version.trim());
  if (found === null) throw refused(header, `${header} is no version such as 2.0`);
  return Math.sign(Number(found[1]) * 1_000 + Number(found[2] ?? 0) - 2_000);
}

/** The form of identifiers that the request asks for. Without the header it is GS1 Digital Link (EPCIS 2.0.1, 12). */
export function epcFormatOf(request: FastifyRequest): EpcFormat {
  const wanted = oneOfHeader(request, 'gs1-epc-format', ['No_Preference', ...epcFormats]);
  return wanted === undefined || wanted === 'No_Preference' ? 'Always_GS1_Digital_Link' : wanted;
}

const cbvFormats: readonly CbvFormat[] = ['Always_Web_URI', 'Always_URN'];

/** How terms of the CBV are spelt in XML. They are kept as JSON has them, so that as captured means nothing: it is Web URIs too. */
export function cbvFormatOf(request: FastifyRequest): CbvFormat {
  const values = ['No_Preference', 'Never_Translates', ...cbvFormats] as const;
  const wanted = oneOfHeader(request, 'gs1-cbv-xml-format', values);
  return wanted === 'Always_URN' ? wanted : 'Always_Web_URI';
}

function oneOfHeader<Value extends string>(
  request: FastifyRequest,
  header: string,
  values: readonly Value[],
): Value | undefined {
  const wanted = headerOf(request, header);
  const found = values.find((value) => value === wanted);
  if (wanted === undefined || found !== undefined) return found;
  throw refused(header, `${header} is ${wanted.slice(0, 100)}, expected one of ${values.join(', ')}`);
}

/** The prefixes that the header GS1-Extensions declares: a JSON object, or `prefix=namespace` joined by commas. */
export function extensionsOf(request: FastifyRequest): Namespaces {
  const header = headerOf(request, 'gs1-extensions');
  const declared = new Map(standardNamespaces);
  if (header === undefined || header.trim() === '') return declared;
  for (const [prefix, namespace] of pairsOf(header)) declared.set(prefix, namespace);
  return declared;
}

function pairsOf(header: string): [string, string][] {
  if (header.trim().startsWith('{')) {
    const pairs = Object.entries(parsedJson(header));
    return pairs.flatMap(([prefix, namespace]) =>
      typeof namespace === 'string' ? [[prefix, namespace]] : [],
    );
  }
  return header.split(',').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1)
      throw refused(
        'gs1-extensions',
        'GS1-Extensions is a JSON object of prefixes, or prefix=namespace joined by commas',
      );
    return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
}

function parsedJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // It is refused below.
  }
  throw refused('gs1-extensions', 'GS1-Extensions is no JSON object');
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(',') : value;
}

function refused(place: string, message: string) {
  return epcisErrors.fault('EPCIS_NOT_ACCEPTABLE', message, { place: `header.${place}` });
}

/** What every answer of the repository tells of itself. */
export function tellVersions(reply: FastifyReply, format: EpcFormat): FastifyReply {
  return reply.headers({ 'GS1-EPCIS-Version': '2.0', 'GS1-CBV-Version': '2.0', 'GS1-EPC-Format': format });
}

/** What an OPTIONS request is told (EPCIS 2.0, 12). */
export function discoveryHeaders(allow: string): Record<string, string> {
  return {
    Allow: allow,
    'GS1-EPCIS-Min': '2.0',
    'GS1-EPCIS-Max': '2.0',
    'GS1-CBV-Min': '2.0',
    'GS1-CBV-Max': '2.0',
    'GS1-EPC-Format': epcFormats.join(', '),
    'GS1-CBV-XML-Format': cbvFormats.join(', '),
    'GS1-Vendor-Version': `packproof-${packageVersion}`,
  };
}

export function limitHeaders({ captureLimit, captureFileSizeLimit }: EpcisConfig): Record<string, string> {
  return {
    'GS1-EPCIS-Capture-Limit': String(captureLimit),
    'GS1-EPCIS-Capture-File-Size-Limit': String(captureFileSizeLimit),
  };
}
