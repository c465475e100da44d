import { type ClaimDocument, claimId } from '../../protocols/wire/floor.ts';
import type { StepContext } from './decision.ts';

/** The station that the site has given the work to, if it does that; undefined where it is nobody's. */
export function holderOf(
  subject: ClaimDocument['subject'],
  { work, at }: Pick<StepContext, 'work' | 'at'>,
): string | undefined {
  if (work.rules().claims.mode !== 'lease') return undefined;
  const claim = work.floor.claim(claimId(subject));
  return claim !== undefined && claim.expiresAt > at ? claim.station : undefined;
}

/** The other station that the site has given the work to. */
export function heldElsewhere(
  subject: ClaimDocument['subject'],
  context: Pick<StepContext, 'work' | 'at'>,
): string | undefined {
  const holder = holderOf(subject, context);
  return holder === context.work.station ? undefined : holder;
}
