import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { type AuthorityUsers, openAuthorityUsers } from './certificates/authority-users.ts';
import { type Certificates, type Owner, openCertificates } from './certificates/certificates.ts';
import { hasSiteCa, openSiteCa, type SiteCa } from './certificates/site-ca.ts';
import { type EnrolmentCodes, openEnrolmentCodes } from './enrolment/enrolment-codes.ts';
import { type FactKeys, openFactKeys } from './enrolment/fact-keys.ts';
import { callerOf, type Identities, openIdentities } from './identities.ts';
import type { IdentityConfig } from './identity-config.ts';
import { identityErrors } from './identity-errors.ts';

export interface SiteIdentityDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly dataDir: string;
  readonly config: IdentityConfig;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that the gateway knows of who its callers are; the other files of this folder act on it. */
export interface SiteIdentity extends SiteIdentityDeps {
  readonly folder: string;
  readonly identities: Identities;
  readonly certificates: Certificates;
  readonly factKeys: FactKeys;
  readonly codes: EnrolmentCodes;
  /** The CA, which is made when it is first needed. @throws SITE_CA_DAMAGED */
  ca(): Promise<SiteCa>;
  /** Whether it was made already. */
  hasCa(): boolean;
  readonly authorityUsers: AuthorityUsers;
  /** Tells all who follow that the CAs of the site have changed, and waits for them. */
  authoritiesChanged(): Promise<void>;
  onAuthoritiesChange(listener: () => Promise<void>): void;
  /** Who comes with a certificate (its SHA-256), or why it does not count. */
  callerOfCertificate(fingerprint: string): Caller | PackproofError;
  /** The client with a secret; with a name it must be that client's. */
  callerOfSecret(secret: string, name?: string): Caller | undefined;
  /** Takes away at once everything that an owner can come in with. */
  revoke(owner: Owner): void;
  /** Ends the open connections of an owner, who may come back with what is still good. */
  endConnections(owner: Owner): void;
  /** Calls back for each owner whose open connections have to end. */
  onConnectionsEnd(listener: (owner: Owner) => void): void;
}

export function openSiteIdentity(deps: SiteIdentityDeps): SiteIdentity {
  const { db, site, clock, log } = deps;
  const folder = join(deps.dataDir, 'identity');
  const identities = openIdentities(db, clock);
  const certificates = openCertificates(db, site, clock);
  const factKeys = openFactKeys(db, clock);
  const codes = openEnrolmentCodes(db, clock);
  const authorityUsers = openAuthorityUsers(db, clock);
  const listeners: ((owner: Owner) => void)[] = [];
  const authorityListeners: (() => Promise<void>)[] = [];
  let opening: Promise<SiteCa> | undefined;

  const takeAway = db.transaction((owner: Owner) => {
    identities.revoke(owner);
    certificates.revokeAll(owner);
    if (owner.kind !== 'station') return;
    factKeys.revoke(owner.name);
    codes.withdrawAll(owner.name);
  });

  const endConnections = (owner: Owner) => {
    for (const listener of listeners) listener(owner);
  };

  return {
    ...deps,
    folder,
    identities,
    certificates,
    factKeys,
    codes,
    ca() {
      opening ??= openSiteCa(folder, site, clock).then((opened) => {
        // Whatever was issued before it was written down of which CA is of the first one.
        if (opened.trusted().length === 1) authorityUsers.adopt(opened.serving.fingerprint);
        return opened;
      });
      return opening;
    },
    hasCa: () => hasSiteCa(folder),
    authorityUsers,
    async authoritiesChanged() {
      for (const listener of authorityListeners) await listener();
    },
    onAuthoritiesChange: (listener) => void authorityListeners.push(listener),
    callerOfCertificate(fingerprint) {
      const owner = certificates.ownerOf(fingerprint);
      if (owner instanceof PackproofError) return owner;
      const identity = identities.get(owner);
      if (identity === undefined || identity.revokedAt !== null)
        return identityErrors.fault('IDENTITY_REVOKED', `${owner.kind} ${owner.name} was revoked`);
      return callerOf(identity);
    },
    callerOfSecret(secret, name) {
      const identity = identities.bySecret(secret);
      if (identity === undefined || (name !== undefined && identity.name !== name)) return undefined;
      return callerOf(identity);
    },
    revoke(owner) {
      takeAway(owner);
      log.warn({ event: 'identity.revoked', ...owner }, `${owner.kind} ${owner.name} was revoked`);
      endConnections(owner);
    },
    endConnections,
    onConnectionsEnd: (listener) => void listeners.push(listener),
  };
}
