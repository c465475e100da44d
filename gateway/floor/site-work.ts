import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { SiteDocument } from '../../protocols/wire/work/site-document.ts';
import { defaultRules, type SiteRules } from '../../protocols/wire/work/site-rules.ts';
import type { WorkReplica } from '../work/work-replica.ts';

export type SiteWork = ReturnType<typeof createSiteWork>;

/** What central says of the site, for those who fold its facts: the settings are read again only when work has come. */
export function createSiteWork(work: Pick<WorkReplica, 'document' | 'served' | 'site'>) {
  let read: { readonly mark: string; readonly site: SiteDocument | undefined } | undefined;

  function site(): SiteDocument | undefined {
    const served = work.served();
    const mark = served === null ? '' : `${served.epoch} ${served.cursor}`;
    if (read?.mark !== mark) read = { mark, site: work.site() };
    return read.site;
  }

  return {
    site,
    rules: (): SiteRules => site()?.rules ?? defaultRules,
    order: (number: string): OrderDocument | undefined => work.document('order', number),
  };
}
