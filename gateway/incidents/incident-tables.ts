/** Named troubles of stations, and the signed heads of their chains. */
export const incidentTables = `
  CREATE TABLE incidents (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    count INTEGER NOT NULL,
    ended_at TEXT
  ) STRICT;
  CREATE UNIQUE INDEX incidents_open ON incidents (code, subject) WHERE ended_at IS NULL;

  -- cursor is the position of the signed fact in the log, so that a page of the log finds its heads.
  CREATE TABLE signed_heads (
    station TEXT NOT NULL,
    seq INTEGER NOT NULL,
    key TEXT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    received_at TEXT NOT NULL,
    PRIMARY KEY (station, key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX signed_heads_cursor ON signed_heads (cursor);
`;
