import type { JoinBuilder } from 'kysely';
import type { Database } from '../database/schema.ts';

type Joined = Database & { misfit: Database['fact_exceptions'] };

/** Joins facts and why they do not fit (`fact_exceptions as misfit`). */
export function misfitOfFact(
  join: JoinBuilder<Joined, 'facts' | 'misfit'>,
): JoinBuilder<Joined, 'facts' | 'misfit'> {
  return join
    .onRef('misfit.site', '=', 'facts.site')
    .onRef('misfit.station', '=', 'facts.station')
    .onRef('misfit.seq', '=', 'facts.seq');
}
