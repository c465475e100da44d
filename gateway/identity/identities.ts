import { createHash } from 'node:crypto';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Caller, CallerRole } from '../../kernel/http/caller.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { Owner } from './certificates/certificates.ts';
import { identityErrors } from './identity-errors.ts';

/** Far more than one site has; a bound all the same. */
const maxOfKind = 5_000;

/** A station that was enrolled or a client that was added. */
export interface Identity extends Owner {
  readonly role: CallerRole;
  readonly eventTypes: '*' | readonly string[];
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly rotateWanted: boolean;
  readonly hasSecret: boolean;
}

interface IdentityRow extends Owner {
  readonly role: CallerRole;
  readonly event_types: string;
  readonly secret_hash: string | null;
  readonly created_at: string;
  readonly revoked_at: string | null;
  readonly rotate_wanted: number;
}

export type Identities = ReturnType<typeof openIdentities>;

/** Who was enrolled or added at this gateway. */
export function openIdentities(db: Sqlite, clock: Clock) {
  const select = db.prepare('SELECT * FROM identities WHERE kind = ? AND name = ?');
  const bySecret = db.prepare('SELECT * FROM identities WHERE secret_hash = ? AND revoked_at IS NULL');
  const all = db.prepare('SELECT * FROM identities WHERE kind = ? ORDER BY name');
  const count = db.prepare('SELECT count(*) AS held FROM identities WHERE kind = ?');
  const put = db.prepare(
    `INSERT INTO identities (kind, name, role, event_types, secret_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, name) DO UPDATE SET role = excluded.role, event_types = excluded.event_types,
       secret_hash = excluded.secret_hash, created_at = excluded.created_at, revoked_at = NULL, rotate_wanted = 0`,
  );
  const revoke = db.prepare(
    'UPDATE identities SET revoked_at = ?, secret_hash = NULL WHERE kind = ? AND name = ? AND revoked_at IS NULL',
  );
  const renewSecret = db.prepare(
    'UPDATE identities SET secret_hash = ?, rotate_wanted = 0 WHERE kind = ? AND name = ? AND revoked_at IS NULL',
  );
  const setRotate = db.prepare('UPDATE identities SET rotate_wanted = ? WHERE kind = ? AND name = ?');
  const get = ({ kind, name }: Owner): Identity | undefined => {
    const row = select.get(kind, name) as IdentityRow | undefined;
    return row === undefined ? undefined : identityOf(row);
  };
  return {
    get,
    list: (kind: Owner['kind']) => (all.all(kind) as IdentityRow[]).map(identityOf),
    /**
     * Adds one, or takes one that was there back in.
     *
     * @throws TOO_MANY_IDENTITIES
     */
    put(
      owner: Owner,
      grants: {
        readonly role: CallerRole;
        readonly eventTypes: Identity['eventTypes'];
        readonly secret?: string;
      },
    ): void {
      const { held } = count.get(owner.kind) as { held: number };
      if (held >= maxOfKind && get(owner) === undefined)
        throw identityErrors.fault('TOO_MANY_IDENTITIES', `${held} of kind ${owner.kind} are kept`);
      const types = grants.eventTypes === '*' ? '*' : JSON.stringify(grants.eventTypes);
      const hash = grants.secret === undefined ? null : hashOf(grants.secret);
      put.run(owner.kind, owner.name, grants.role, types, hash, isoInstant(clock.now()));
    },
    /** A new secret in the place of the old one, as was wanted; that of a revoked one stays away. */
    renewSecret: ({ kind, name }: Owner, secret: string) => void renewSecret.run(hashOf(secret), kind, name),
    revoke: ({ kind, name }: Owner) => void revoke.run(isoInstant(clock.now()), kind, name),
    isRevoked: (owner: Owner): boolean => (get(owner)?.revokedAt ?? null) !== null,
    wantRotation: ({ kind, name }: Owner, wanted: boolean) => void setRotate.run(wanted ? 1 : 0, kind, name),
    /** The client with a secret. It is looked up by its hash, so the time that takes says nothing about the secret. */
    bySecret(secret: string): Identity | undefined {
      const row = bySecret.get(hashOf(secret)) as IdentityRow | undefined;
      return row === undefined ? undefined : identityOf(row);
    },
  };
}

/** An identity as the caller that it makes. */
export function callerOf({ kind, name, role, eventTypes }: Identity): Caller {
  return { kind, name, role, eventTypes };
}

function identityOf(row: IdentityRow): Identity {
  return {
    kind: row.kind,
    name: row.name,
    role: row.role,
    eventTypes: row.event_types === '*' ? '*' : (JSON.parse(row.event_types) as string[]),
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    rotateWanted: row.rotate_wanted === 1,
    hasSecret: row.secret_hash !== null,
  };
}

/** Generated secrets have 256 random bits, so that one round of SHA-256 hides them (they cannot be guessed from it). */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
