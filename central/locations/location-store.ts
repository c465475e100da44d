import type { z } from 'zod';
import { type LocationDocument, locationDocument } from '../../protocols/wire/work/location-document.ts';
import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { groupBy } from '../process/rows.ts';
import { type Stored, sameContent } from '../stored.ts';
import { deleteDocument, publishDocument } from '../work-feed/work-documents.ts';

type ContentRow = Database['location_contents'];
type Content = LocationDocument['contents'][number];

/** A place as entered; its name stands in the address. */
export const locationInput = locationDocument
  .omit({ location: true })
  .extend({ contents: locationDocument.shape.contents.default([]) })
  .refine(({ contents }) => new Set(contents.map(contentKey)).size === contents.length, {
    error: 'two entries have the same product, lot and expiry',
    path: ['contents'],
  });
export type LocationInput = z.output<typeof locationInput>;

function contentKey({ sku, lot, expiry }: Pick<Content, 'sku' | 'lot' | 'expiry'>): string {
  return JSON.stringify([sku, lot ?? '', expiry ?? '']);
}

function inOrder(document: LocationDocument): LocationDocument {
  const contents = [...document.contents].sort((left, right) =>
    contentKey(left).localeCompare(contentKey(right)),
  );
  return { ...document, contents };
}

/** Enters a location or replaces what is known of it, and tells the stations of the site. */
export async function putLocation(
  trx: Trx,
  site: string,
  location: string,
  { input, at }: { readonly input: LocationInput; readonly at: string },
): Promise<Stored> {
  const known = await findLocation(trx, site, location);
  if (known !== undefined && sameContent(inOrder(known), inOrder({ location, ...input }))) return 'same';
  const values = { zone: input.zone ?? null, walk: input.walk, updated_at: at };
  await trx
    .insertInto('locations')
    .values({ site, location, ...values })
    .onConflict((conflict) => conflict.columns(['site', 'location']).doUpdateSet(values))
    .execute();
  await replaceContents(trx, site, location, input.contents);
  await publishLocation(trx, site, location);
  return 'added';
}

/** What lies there now, whatever the books said before. */
export async function replaceContents(
  trx: Trx,
  site: string,
  location: string,
  contents: readonly Content[],
): Promise<void> {
  await trx
    .deleteFrom('location_contents')
    .where('site', '=', site)
    .where('location', '=', location)
    .execute();
  for (const content of contents) await addContent(trx, { site, location, ...content });
}

/** Adds units to what lies there, or takes some away; it may get below zero until somebody counts. */
export async function addContent(
  trx: Trx,
  content: Content & { readonly site: string; readonly location: string },
): Promise<void> {
  const { site, location, sku, lot = '', expiry = '', units } = content;
  await trx
    .insertInto('location_contents')
    .values({ site, location, sku, lot, expiry, units })
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'location', 'sku', 'lot', 'expiry'])
        .doUpdateSet((eb) => ({ units: eb('location_contents.units', '+', units) })),
    )
    .execute();
}

export async function publishLocation(trx: Trx, site: string, location: string): Promise<void> {
  const document = await findLocation(trx, site, location);
  if (document !== undefined) await publishDocument(trx, site, 'location', location, document);
}

/** @throws LOCATION_UNKNOWN */
export async function removeLocation(trx: Trx, site: string, location: string): Promise<void> {
  await locationOf(trx, site, location);
  await replaceContents(trx, site, location, []);
  await trx.deleteFrom('locations').where('site', '=', site).where('location', '=', location).execute();
  await deleteDocument(trx, site, 'location', location);
}

/** @throws LOCATION_UNKNOWN */
export async function locationOf(db: Db, site: string, location: string): Promise<LocationDocument> {
  const found = await findLocation(db, site, location);
  if (found !== undefined) return found;
  const message = `there is no location ${location} at ${site}`;
  throw centralErrors.fault('LOCATION_UNKNOWN', message, { place: 'location' });
}

export async function findLocation(
  db: Db,
  site: string,
  location: string,
): Promise<LocationDocument | undefined> {
  const row = await db
    .selectFrom('locations')
    .selectAll()
    .where('site', '=', site)
    .where('location', '=', location)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const contents = await contentsOf(db, site, location);
  return documentOf(row, contents);
}

/** By name, after one. */
export async function listLocations(
  db: Db,
  site: string,
  after: string,
  limit: number,
): Promise<LocationDocument[]> {
  const rows = await db
    .selectFrom('locations')
    .selectAll()
    .where('site', '=', site)
    .where('location', '>', after)
    .orderBy('location')
    .limit(limit)
    .execute();
  if (rows.length === 0) return [];
  const found = await contents(db, site)
    .where(
      'location',
      'in',
      rows.map(({ location }) => location),
    )
    .execute();
  const contentsAt = groupBy(found, ({ location }) => location);
  return rows.map((row) => documentOf(row, contentsAt.get(row.location) ?? []));
}

export async function contentsOf(db: Db, site: string, location: string): Promise<ContentRow[]> {
  return contents(db, site).where('location', '=', location).execute();
}

function contents(db: Db, site: string) {
  return db
    .selectFrom('location_contents')
    .selectAll()
    .where('site', '=', site)
    .orderBy('sku')
    .orderBy('expiry')
    .orderBy('lot');
}

/** Those of these places that somebody entered. */
export async function knownLocations(db: Db, site: string, names: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('locations')
    .select('location')
    .where('site', '=', site)
    .where('location', 'in', names)
    .execute();
  return new Set(rows.map(({ location }) => location));
}

/** Stations are told what is there: of what the books do not know, nothing. */
function documentOf(row: Database['locations'], contents: readonly ContentRow[]): LocationDocument {
  return {
    location: row.location,
    ...(row.zone === null ? {} : { zone: row.zone }),
    walk: row.walk,
    contents: contents
      .filter(({ units }) => units > 0)
      .slice(0, 200)
      .map(({ sku, lot, expiry, units }) => ({
        sku,
        ...(lot === '' ? {} : { lot }),
        ...(expiry === '' ? {} : { expiry }),
        units,
      })),
  };
}
