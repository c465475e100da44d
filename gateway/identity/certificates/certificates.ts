import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { PackproofError } from '../../../kernel/errors.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import { fingerprintOf, readCertificate } from '../../../kernel/tls/tls-x509.ts';
import { identityUrn } from '../../../protocols/wire/enrolment.ts';
import { identityErrors } from '../identity-errors.ts';
import type { SiteCa } from './site-ca.ts';

/** Whose certificate it is. */
export interface Owner {
  readonly kind: 'station' | 'client';
  readonly name: string;
}

/** A certificate as it was issued. */
interface IssuedCertificate {
  readonly fingerprint: string;
  readonly serial: string;
  readonly notAfter: string;
  readonly state: 'fresh' | 'valid' | 'replaced' | 'revoked';
  /** The fingerprint of the CA that signed it. */
  readonly authority: string | null;
}

export type Certificates = ReturnType<typeof openCertificates>;

/** Of one owner. A device that loses answers asks again; of the replaced ones a copy is still known by name. */
const keptOfOwner = { fresh: 10, replaced: 50 } as const;

/** What the site's CA issued to whom. A certificate counts only if it is in here, whatever its signature says. */
export function openCertificates(db: Sqlite, site: string, clock: Clock) {
  const insert = db.prepare(
    `INSERT INTO certificates (fingerprint, serial, kind, name, issued_at, not_after, authority, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'fresh')`,
  );
  const find = db.prepare(
    `SELECT c.*, a.dropped_at FROM certificates c LEFT JOIN site_authorities a ON a.fingerprint = c.authority
     WHERE c.fingerprint = ?`,
  );
  const replaceOlder = db.prepare(
    `UPDATE certificates SET state = 'replaced'
     WHERE kind = ? AND name = ? AND state IN ('valid', 'fresh') AND fingerprint <> ? AND issued_at <= ?`,
  );
  const replaceAll = db.prepare(
    "UPDATE certificates SET state = 'replaced' WHERE kind = ? AND name = ? AND state IN ('valid', 'fresh')",
  );
  const use = db.prepare("UPDATE certificates SET state = 'valid' WHERE fingerprint = ? AND state = 'fresh'");
  const revoke = db.prepare("UPDATE certificates SET state = 'revoked' WHERE kind = ? AND name = ?");
  const ofOwner = db.prepare(
    `SELECT fingerprint, serial, not_after AS notAfter, state, authority FROM certificates
     WHERE kind = ? AND name = ? AND state IN ('valid', 'fresh') AND NOT EXISTS
       (SELECT 1 FROM site_authorities a WHERE a.fingerprint = authority AND a.dropped_at IS NOT NULL)
     ORDER BY issued_at DESC LIMIT 10`,
  );
  const forget = db.prepare('DELETE FROM certificates WHERE not_after < ?');
  const forgetUnused = db.prepare(
    `DELETE FROM certificates WHERE kind = @kind AND name = @name AND state = @state AND fingerprint NOT IN
       (SELECT fingerprint FROM certificates WHERE kind = @kind AND name = @name AND state = @state
        ORDER BY issued_at DESC LIMIT @kept)`,
  );

  /** The first use of a new certificate ends those before it: until then the device may still need the old one. */
  const firstUse = db.transaction((owner: Owner, fingerprint: string, issuedAt: string) => {
    use.run(fingerprint);
    replaceOlder.run(owner.kind, owner.name, fingerprint, issuedAt);
  });

  return {
    /** Signs a certificate for a key; it is written down by `keep`, in the same transaction as what it belongs to. */
    sign: (ca: SiteCa, owner: Owner, publicKey: Buffer, lifeMs: number): Promise<string> =>
      ca.sign({
        commonName: owner.name,
        names: { uri: [identityUrn(site, owner.kind, owner.name)] },
        publicKey,
        use: 'client',
        lifeMs,
      }),
    keep(ca: SiteCa, owner: Owner, pem: string): void {
      const certificate = readCertificate(pem);
      if (certificate === null) throw new Error('the CA signed what is no certificate');
      const notAfter = isoInstant(Date.parse(certificate.validTo));
      const issuedAt = isoInstant(clock.now());
      insert.run(
        fingerprintOf(certificate),
        certificate.serialNumber,
        owner.kind,
        owner.name,
        issuedAt,
        notAfter,
        ca.signerOf(certificate),
      );
      // Whoever renews without end fills no disk.
      for (const [state, kept] of Object.entries(keptOfOwner)) forgetUnused.run({ ...owner, state, kept });
      // What expired a month ago can be told from an unknown one no longer, and nobody asks.
      forget.run(isoInstant(clock.now() - 30 * 24 * 60 * 60 * 1000));
    },
    /** Who comes with a certificate, or why it counts no more. */
    ownerOf(fingerprint: string): Owner | PackproofError {
      const row = find.get(fingerprint) as CertificateRow | undefined;
      if (row === undefined)
        return identityErrors.fault('IDENTITY_UNKNOWN', 'the certificate is not of this site');
      const owner = { kind: row.kind, name: row.name };
      const who = `certificate ${row.serial} of ${row.kind} ${row.name}`;
      if (row.state === 'revoked') return identityErrors.fault('IDENTITY_REVOKED', `${who} was revoked`);
      if (row.dropped_at !== null)
        return identityErrors.fault('AUTHORITY_DROPPED', `${who} is of a CA that was dropped`);
      if (row.state === 'replaced') return identityErrors.fault('IDENTITY_REPLACED', `${who} was replaced`);
      if (Date.parse(row.not_after) <= clock.now())
        return identityErrors.fault('IDENTITY_EXPIRED', `${who} expired at ${row.not_after}`);
      if (row.state === 'fresh') firstUse(owner, fingerprint, row.issued_at);
      return owner;
    },
    replaceAll: ({ kind, name }: Owner) => void replaceAll.run(kind, name),
    revokeAll: (owner: Owner) => void revoke.run(owner.kind, owner.name),
    /** The certificates of an owner that count, the newest first. */
    of: (owner: Owner) => ofOwner.all(owner.kind, owner.name) as IssuedCertificate[],
  };
}

interface CertificateRow extends Owner {
  readonly serial: string;
  readonly issued_at: string;
  readonly not_after: string;
  readonly dropped_at: string | null;
  readonly state: IssuedCertificate['state'];
}
