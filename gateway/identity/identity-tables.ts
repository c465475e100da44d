/** Enrolment codes, stations and their keys, back-office clients. */
export const identityTables = `
  -- Stations that were enrolled and clients that were added. A station has no secret; event_types is '*' or a JSON list.
  CREATE TABLE identities (
    kind TEXT NOT NULL CHECK (kind IN ('station', 'client')),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('station', 'reader', 'sync', 'operator')),
    event_types TEXT NOT NULL,
    -- SHA-256 of a generated secret of 256 bits.
    secret_hash TEXT UNIQUE,
    created_at TEXT NOT NULL,
    revoked_at TEXT,
    rotate_wanted INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, name)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE certificates (
    -- SHA-256 of the certificate.
    fingerprint TEXT PRIMARY KEY,
    serial TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    not_after TEXT NOT NULL,
    -- fresh: issued and not yet seen; its first use replaces those before it.
    state TEXT NOT NULL CHECK (state IN ('fresh', 'valid', 'replaced', 'revoked')),
    FOREIGN KEY (kind, name) REFERENCES identities (kind, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX certificates_owner ON certificates (kind, name);

  -- Ed25519 keys of stations. Never deleted: facts that they signed are verified years later.
  CREATE TABLE fact_keys (
    station TEXT NOT NULL,
    key_id TEXT NOT NULL,
    public_key BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('valid', 'replaced', 'revoked')),
    since TEXT NOT NULL,
    ended_at TEXT,
    PRIMARY KEY (station, key_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE enrolment_codes (
    -- SHA-256 of the code, which has 95 random bits.
    code_hash TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL,
    -- What it was redeemed with, so that a device that lost the answer gets it again, and nobody else does.
    redeemed_by TEXT,
    certificate TEXT
  ) STRICT, WITHOUT ROWID;
`;
