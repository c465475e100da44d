import { identityErrors } from '../identity-errors.ts';
import type { SiteIdentity } from '../site-identity.ts';
import type { Owner } from './certificates.ts';
import type { Authority, AuthorityRole } from './site-ca.ts';

/** So many are named in one sentence. */
const namedAtMost = 10;

/** A CA of the site and who it concerns. */
export interface AuthorityState extends Authority {
  readonly role: AuthorityRole;
  /** From then on it is dropped as soon as nobody uses it; only of an old one. */
  readonly dropFrom: string | null;
  /** Who has a certificate of it that counts. */
  readonly users: readonly Owner[];
  /** Of a new one: who has not learned of it, as far as the gateway can know. */
  readonly unaware: readonly Owner[];
}

/** Every CA of the site that counts. @throws SITE_CA_DAMAGED */
export async function authoritiesOf({ ca, authorityUsers }: SiteIdentity): Promise<AuthorityState[]> {
  return (await ca()).trusted().map((authority) => ({
    ...authority,
    dropFrom: authority.role === 'old' ? authorityUsers.dropFrom(authority.fingerprint) : null,
    users: authorityUsers.of(authority.fingerprint),
    unaware: authority.role === 'next' ? authorityUsers.unawareOf(authority.fingerprint) : [],
  }));
}

/** Makes a new CA: it signs what is issued from now on, and the gateway shows a certificate of the old one still. @throws AUTHORITY_ROLL_UNDER_WAY */
export async function beginRoll(identity: SiteIdentity): Promise<void> {
  const ca = await identity.ca();
  const { fingerprint } = await ca.begin();
  identity.log.warn({ event: 'identity.authority_made', fingerprint }, 'there is a new CA of the site');
  await identity.authoritiesChanged();
}

/** From now on the gateway shows a certificate of the new CA. @throws AUTHORITY_ROLL_NOT_BEGUN, AUTHORITY_NOT_KNOWN */
export async function serveNext(identity: SiteIdentity, anyway: boolean): Promise<void> {
  const ca = await identity.ca();
  const next = (await authoritiesOf(identity)).find(({ role }) => role === 'next');
  if (next !== undefined && next.unaware.length > 0 && !anyway)
    throw identityErrors.fault('AUTHORITY_NOT_KNOWN', `not known to ${namesOf(next.unaware)}`);
  const { fingerprint } = ca.serveNext();
  identity.log.warn({ event: 'identity.authority_serves', fingerprint }, 'the gateway shows the new CA');
  await identity.authoritiesChanged();
}

/** The old CA counts no more, and nobody who has no other certificate comes in. @throws AUTHORITY_ROLL_NOT_BEGUN, AUTHORITY_IN_USE */
export async function dropOld(identity: SiteIdentity, anyway: boolean): Promise<void> {
  const old = (await authoritiesOf(identity)).find(({ role }) => role === 'old');
  if (old === undefined) throw identityErrors.fault('AUTHORITY_ROLL_NOT_BEGUN', 'there is no old CA');
  if (old.users.length > 0 && !anyway)
    throw identityErrors.fault('AUTHORITY_IN_USE', `still used by ${namesOf(old.users)}`);
  identity.authorityUsers.dropped(old.fingerprint);
  (await identity.ca()).drop();
  const { fingerprint } = old;
  identity.log.warn(
    { event: 'identity.authority_dropped', fingerprint },
    'the old CA of the site was dropped',
  );
  await identity.authoritiesChanged();
  for (const owner of old.users) identity.endConnections(owner);
}

/** The old CA is dropped from an instant on, as soon as nobody uses it. @throws AUTHORITY_ROLL_NOT_BEGUN */
export async function planDrop(identity: SiteIdentity, from: string): Promise<void> {
  const old = (await authoritiesOf(identity)).find(({ role }) => role === 'old');
  if (old === undefined) throw identityErrors.fault('AUTHORITY_ROLL_NOT_BEGUN', 'there is no old CA');
  identity.authorityUsers.planDrop(old.fingerprint, from);
}

export function namesOf(owners: readonly Owner[]): string {
  const named = owners.slice(0, namedAtMost).map(({ kind, name }) => `${kind} ${name}`);
  const more = owners.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}
