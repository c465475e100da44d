/** Which CA of the site signed what, and who knows of a new one. */
export const authorityTables = `
  -- SHA-256 of the CA's certificate; null: from before there was a second one.
  ALTER TABLE certificates ADD COLUMN authority TEXT;

  CREATE TABLE site_authorities (
    fingerprint TEXT PRIMARY KEY,
    -- From then on it is dropped as soon as nobody uses it.
    drop_from TEXT,
    dropped_at TEXT
  ) STRICT, WITHOUT ROWID;

  -- Who was handed the certificate of a CA over a connection of its own.
  CREATE TABLE authority_readers (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    read_at TEXT NOT NULL,
    PRIMARY KEY (kind, name, fingerprint)
  ) STRICT, WITHOUT ROWID;
`;
