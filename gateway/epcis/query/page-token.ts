import { z } from 'zod';
import { epcisErrors } from '../epcis-errors.ts';

const pageToken = z.strictObject({
  /** Of which query. */
  digest: z.string().length(16),
  /** Nothing that was captured behind this event. */
  upTo: z.number().int().nonnegative(),
  /** Where the page ended: what the last event was sorted by, and its place in the order of capture. */
  key: z.union([z.number(), z.string().max(10_000), z.null()]),
  id: z.number().int().nonnegative(),
  /** How many events eventCountLimit leaves. */
  left: z.number().int().positive().nullable(),
});

/** Where the next page begins. It holds all that is needed, so that it neither ends nor costs anything here. */
export type PageToken = z.output<typeof pageToken>;

export function writePageToken(token: PageToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** @throws EPCIS_QUERY_INVALID if it is none, or of another query. */
export function readPageToken(text: string, digest: string): PageToken {
  const token = parsed(text);
  if (token.digest === digest) return token;
  throw refused(
    'it belongs to another query: repeat the parameters of the first page, as the Link header does',
  );
}

/** @throws EPCIS_QUERY_INVALID if it is no token of this repository. */
export function assertPageToken(text: string): void {
  parsed(text);
}

function parsed(text: string): PageToken {
  try {
    return pageToken.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw refused('it is not from this repository: take the address of the Link header as it stands');
  }
}

function refused(why: string) {
  return epcisErrors.fault('EPCIS_QUERY_INVALID', `nextPageToken: ${why}`, { place: 'query.nextPageToken' });
}
