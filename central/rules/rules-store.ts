import { z } from 'zod';
import { type SiteRules, siteRules } from '../../protocols/wire/work/site-rules.ts';
import type { CentralConfig } from '../central-config.ts';
import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { sameContent } from '../stored.ts';
import { publishDocument } from '../work-feed/work-documents.ts';

/** A version of a site's rules: how it works, since when and by whose decision. */
export const rulesVersion = z.strictObject({
  version: z.number().int(),
  rules: siteRules,
  /** A name of the IANA time zone database; null if none was given. */
  timeZone: z.string().nullable(),
  changedAt: z.string(),
  changedBy: z.string(),
});
type RulesVersion = z.output<typeof rulesVersion>;

interface Change {
  readonly rules: SiteRules;
  readonly timeZone: string | null;
  readonly at: string;
  readonly by: string;
  /** The version that was changed; anyone's change is overwritten unless given. */
  readonly version?: number | undefined;
}

/** The rules that hold; undefined for a site that has none and works by the defaults. */
export async function rulesOf(db: Db, site: string): Promise<RulesVersion | undefined> {
  const row = await versions(db, site).limit(1).executeTakeFirst();
  return row === undefined ? undefined : versionOf(row);
}

/** The newest versions, the newest first. */
export async function rulesHistory(
  db: Db,
  site: string,
  before: number,
  limit: number,
): Promise<RulesVersion[]> {
  const rows = await versions(db, site).where('version', '<', before).limit(limit).execute();
  return rows.map(versionOf);
}

/**
 * Puts new rules of a site: they go into the work feed at once, and stay in the history.
 *
 * @returns the version that holds then; the same rules again make no new one.
 * @throws CONTENT_DIFFERS if they were changed since the version that the change is made to.
 */
export async function putRules(
  trx: Trx,
  config: Pick<CentralConfig, 'sites'>,
  site: string,
  change: Change,
): Promise<RulesVersion> {
  const known = await rulesOf(trx, site);
  if (change.version !== undefined && change.version !== (known?.version ?? 0)) {
    const message = `the rules of ${site} are version ${known?.version ?? 0}, not ${change.version}`;
    throw centralErrors.fault('CONTENT_DIFFERS', message, { place: 'version' });
  }
  const { rules, timeZone, at, by } = change;
  if (known !== undefined && sameContent([known.rules, known.timeZone], [rules, timeZone])) return known;
  const version = (known?.version ?? 0) + 1;
  const row = { site, version, rules: JSON.stringify(rules), time_zone: timeZone };
  await trx
    .insertInto('site_rules')
    .values({ ...row, changed_at: at, changed_by: by })
    .execute();
  await publishSite(trx, config, site);
  return { version, rules, timeZone, changedAt: at, changedBy: by };
}

/** Sends a site's settings to its stations: what the configuration says, with the rules that hold. */
export async function publishSite(
  trx: Trx,
  { sites }: Pick<CentralConfig, 'sites'>,
  site: string,
): Promise<void> {
  const settings = Object.entries(sites).find(([id]) => id === site)?.[1];
  if (settings === undefined) return;
  const { name, gs1CompanyPrefix } = settings;
  const held = await rulesOf(trx, site);
  const timeZone = held === undefined ? settings.timeZone : (held.timeZone ?? undefined);
  await publishDocument(trx, site, 'site', site, {
    name,
    gs1CompanyPrefix,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(held === undefined ? {} : { rules: held.rules }),
  });
}

function versions(db: Db, site: string) {
  return db.selectFrom('site_rules').selectAll().where('site', '=', site).orderBy('version', 'desc');
}

/** Rules of an older program get the defaults of what it did not know. */
function versionOf(row: Database['site_rules']): RulesVersion {
  return {
    version: row.version,
    rules: siteRules.parse(JSON.parse(row.rules)),
    timeZone: row.time_zone,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  };
}
