import { z } from 'zod';
import type { CentralConfig } from './central-config.ts';
import { centralErrors } from './central-errors.ts';

/** A site as a request names it; whether it exists is asked with `knownSite`. */
export const siteName = z.string().min(1).max(32);

/** The sites of the configuration, in its order. */
export function siteIds(config: Pick<CentralConfig, 'sites'>): string[] {
  return Object.keys(config.sites);
}

/**
 * The site that a request means: the one that it names, or else the first of the configuration.
 *
 * @throws SITE_UNKNOWN
 */
export function knownSite(config: Pick<CentralConfig, 'sites'>, named: string | undefined): string {
  const sites = siteIds(config);
  const site = named ?? sites[0] ?? '';
  if (sites.includes(site)) return site;
  throw centralErrors.fault('SITE_UNKNOWN', `"${site}" is no site; there are ${sites.join(', ')}`, {
    place: 'site',
  });
}
