import type { WorkView } from '../work-view.ts';
import type { PackException, PackSession } from './pack-session.ts';
import { holdsTagged } from './tag-check.ts';
import { missingTotes } from './tote-contents.ts';

/** A check that the open parcel has not passed. */
export interface OpenCheck {
  readonly check: 'packaging' | PackException;
  /** missing: nobody has done it yet. failed: it was done, and something is wrong. */
  readonly state: 'missing' | 'failed';
  /** Whether the parcel may not be sealed like this. */
  readonly blocks: boolean;
}

/** What stands between the open parcel and its seal, by the site's rules. Two people may answer for all but the packaging. */
export function openChecks(session: PackSession, work: WorkView): OpenCheck[] {
  const all = [
    totesCheck(session, work),
    packagingCheck(session, work),
    weightCheck(session, work),
    tagsCheck(session, work),
    photoCheck(session, work),
  ];
  const { overridden } = session.open;
  return all.filter(
    (one) => one !== null && (one.check === 'packaging' || !overridden.includes(one.check)),
  ) as OpenCheck[];
}

/** What lies in a tote that nobody brought would not go with its order. */
function totesCheck(session: PackSession, work: WorkView): OpenCheck | null {
  return missingTotes(session, work).length === 0 ? null : { check: 'totes', state: 'missing', blocks: true };
}

/** Without its tare no weight can be compared. */
function packagingCheck({ open }: PackSession, work: WorkView): OpenCheck | null {
  const { weight, packagings } = work.rules().pack;
  if (weight !== 'require' || packagings.length === 0 || open.packaging !== null) return null;
  return { check: 'packaging', state: 'missing', blocks: true };
}

function weightCheck({ open }: PackSession, work: WorkView): OpenCheck | null {
  const { weight } = work.rules().pack;
  const blocks = weight === 'require';
  if (weight === 'off') return null;
  if (open.weighing === null) {
    return blocks || work.equipment().scale ? { check: 'weight', state: 'missing', blocks } : null;
  }
  // A weight that is not known yet can only become known by weighing.
  const { outcome } = open.weighing;
  return outcome === 'within' || outcome === 'unknown' ? null : { check: 'weight', state: 'failed', blocks };
}

function tagsCheck(session: PackSession, work: WorkView): OpenCheck | null {
  const { tags } = work.rules().pack;
  const blocks = tags === 'require';
  if (tags === 'off' || !holdsTagged(session, work)) return null;
  const { tags: checked } = session.open;
  if (checked === null) {
    return blocks || work.equipment().tagReader ? { check: 'tags', state: 'missing', blocks } : null;
  }
  return checked.outcome === 'complete' ? null : { check: 'tags', state: 'failed', blocks };
}

function photoCheck({ open }: PackSession, work: WorkView): OpenCheck | null {
  const { photo } = work.rules().pack;
  if (photo !== 'require' || open.photographed) return null;
  return { check: 'photo', state: 'missing', blocks: true };
}
