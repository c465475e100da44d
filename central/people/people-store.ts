import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type PersonDocument, personDocument } from '../../protocols/wire/work/person-document.ts';
import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import { deleteDocument, publishDocument } from '../work-feed/work-documents.ts';

const { name, role, language, leftHanded } = personDocument.shape;

/** A person as entered. The PIN is kept as a slow hash only; left out, the one that there is stays, and null takes it away. */
export const personInput = z.strictObject({
  ...{ name, role, language, leftHanded },
  pin: z
    .string()
    .regex(/^\d{4,12}$/, 'a PIN has 4 to 12 digits')
    .nullable()
    .optional(),
});
export type PersonInput = z.output<typeof personInput>;

/** A person as anyone may see it. */
export const personView = personDocument.omit({ pin: true }).extend({ hasPin: z.boolean() });
type PersonView = z.output<typeof personView>;

type HashedPin = NonNullable<PersonDocument['pin']>;

/** Stations verify it, phones among them: some tenths of a second there. A PIN of few digits is guarded by the station's own limit of tries. */
const iterations = 100_000;
const derive = promisify(pbkdf2);

/** PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2) over the digits, with a salt of its own. */
export async function hashPin(digits: string): Promise<HashedPin> {
  const salt = randomBytes(16);
  const hash = await derive(digits, salt, iterations, 32, 'sha256');
  return { iterations, salt: salt.toString('base64url'), hash: hash.toString('base64url') };
}

/** Enters a person or changes what is known of one, and tells the stations of the site. */
export async function putPerson(
  trx: Trx,
  site: string,
  badge: string,
  { person, pin, at }: { readonly person: PersonInput; readonly pin: HashedPin | null; readonly at: string },
): Promise<PersonView> {
  const { pin: asked, ...rest } = person;
  const known = await findPerson(trx, site, badge);
  const kept = asked === undefined ? known?.pin : (pin ?? undefined);
  const document = personDocument.parse({ badge, ...rest, ...(kept === undefined ? {} : { pin: kept }) });
  const values = { person: JSON.stringify(document), updated_at: at };
  await trx
    .insertInto('people')
    .values({ site, badge, ...values })
    .onConflict((conflict) => conflict.columns(['site', 'badge']).doUpdateSet(values))
    .execute();
  await publishDocument(trx, site, 'person', badge, document);
  return viewOf(document);
}

/** @throws PERSON_UNKNOWN */
export async function removePerson(trx: Trx, site: string, badge: string): Promise<void> {
  await personOf(trx, site, badge);
  await trx.deleteFrom('people').where('site', '=', site).where('badge', '=', badge).execute();
  await deleteDocument(trx, site, 'person', badge);
}

/** @throws PERSON_UNKNOWN */
export async function personOf(db: Db, site: string, badge: string): Promise<PersonView> {
  const person = await findPerson(db, site, badge);
  if (person !== undefined) return viewOf(person);
  throw centralErrors.fault('PERSON_UNKNOWN', `nobody at ${site} has the badge ${badge}`, { place: 'badge' });
}

/** By badge, after one. */
export async function listPeople(db: Db, site: string, after: string, limit: number): Promise<PersonView[]> {
  const rows = await db
    .selectFrom('people')
    .select('person')
    .where('site', '=', site)
    .where('badge', '>', after)
    .orderBy('badge')
    .limit(limit)
    .execute();
  return rows.map(({ person }) => viewOf(personDocument.parse(JSON.parse(person))));
}

async function findPerson(db: Db, site: string, badge: string): Promise<PersonDocument | undefined> {
  const row = await db
    .selectFrom('people')
    .select('person')
    .where('site', '=', site)
    .where('badge', '=', badge)
    .executeTakeFirst();
  return row === undefined ? undefined : personDocument.parse(JSON.parse(row.person));
}

function viewOf({ pin, ...person }: PersonDocument): PersonView {
  return { ...person, hasPin: pin !== undefined };
}
