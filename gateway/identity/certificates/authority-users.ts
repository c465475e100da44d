import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { Owner } from './certificates.ts';

export type AuthorityUsers = ReturnType<typeof openAuthorityUsers>;

/** Someone with a certificate. */
export interface CertificateHolder extends Owner {
  readonly issuedAt: string;
  readonly notAfter: string;
}

/** Who uses which CA of a site, and who knows of it; and what is to become of an old one. */
export function openAuthorityUsers(db: Sqlite, clock: Clock) {
  const adopt = db.prepare('UPDATE certificates SET authority = ? WHERE authority IS NULL');
  const counts = `c.state IN ('valid', 'fresh') AND i.revoked_at IS NULL`;
  const users = db.prepare<[string, string], Owner>(
    `SELECT DISTINCT c.kind, c.name FROM certificates c JOIN identities i USING (kind, name)
     WHERE c.authority = ? AND ${counts} AND c.not_after > ? ORDER BY c.kind, c.name`,
  );
  const unaware = db.prepare<[{ fingerprint: string }], Owner>(
    `SELECT i.kind, i.name FROM identities i WHERE i.revoked_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.kind = i.kind AND c.name = i.name
         AND c.authority = @fingerprint AND c.state = 'valid')
       AND NOT EXISTS (SELECT 1 FROM authority_readers r WHERE r.kind = i.kind AND r.name = i.name
         AND r.fingerprint = @fingerprint)
     ORDER BY i.kind, i.name`,
  );
  const holders = db.prepare<[], CertificateHolder>(
    `SELECT c.kind, c.name, max(c.issued_at) AS issuedAt, max(c.not_after) AS notAfter
     FROM certificates c JOIN identities i USING (kind, name)
     WHERE ${counts} AND c.kind = 'client' GROUP BY c.kind, c.name`,
  );
  const read = db.prepare(
    `INSERT INTO authority_readers (kind, name, fingerprint, read_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, name, fingerprint) DO NOTHING`,
  );
  const hasRead = db
    .prepare('SELECT 1 FROM authority_readers WHERE kind = ? AND name = ? AND fingerprint = ?')
    .pluck();
  const forgetReaders = db.prepare('DELETE FROM authority_readers WHERE fingerprint = ?');
  const plan = db.prepare(
    `INSERT INTO site_authorities (fingerprint, drop_from) VALUES (?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET drop_from = excluded.drop_from`,
  );
  const planned = db.prepare('SELECT drop_from FROM site_authorities WHERE fingerprint = ?').pluck();
  const dropped = db.prepare(
    `INSERT INTO site_authorities (fingerprint, dropped_at) VALUES (?, ?)
     ON CONFLICT (fingerprint) DO UPDATE SET dropped_at = excluded.dropped_at`,
  );
  const now = () => isoInstant(clock.now());
  return {
    /** Whatever was issued before there was a second CA is of the first. */
    adopt: (fingerprint: string) => void adopt.run(fingerprint),
    /** Whose certificate is of this CA, and of no newer one. */
    of: (fingerprint: string): readonly Owner[] => users.all(fingerprint, now()),
    /** Who has neither used a certificate of this CA nor asked for the CAs since it was made. */
    unawareOf: (fingerprint: string): readonly Owner[] => unaware.all({ fingerprint }),
    /** The clients with certificates, those that have ended included. */
    clients: (): readonly CertificateHolder[] => holders.all(),
    haveRead({ kind, name }: Owner, fingerprints: readonly string[]): void {
      for (const fingerprint of fingerprints) {
        if (hasRead.get(kind, name, fingerprint) === undefined) read.run(kind, name, fingerprint, now());
      }
    },
    planDrop: (fingerprint: string, from: string) => void plan.run(fingerprint, from),
    dropFrom: (fingerprint: string): string | null =>
      (planned.get(fingerprint) as string | null | undefined) ?? null,
    dropped(fingerprint: string): void {
      dropped.run(fingerprint, now());
      forgetReaders.run(fingerprint);
    },
  };
}
