/** The log, its cursors and the replica of work; entries are only ever appended. */
export const logTables = `
  -- The log. cursor is its position: without holes, for nothing is ever deleted.
  CREATE TABLE entries (
    cursor INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fact', 'set-aside')),
    body TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (site, station, seq)
  ) STRICT;
  CREATE INDEX entries_set_aside ON entries (kind) WHERE kind = 'set-aside';

  CREATE TABLE stations (
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    up_to INTEGER NOT NULL,
    hash TEXT NOT NULL,
    last_received_at TEXT NOT NULL,
    PRIMARY KEY (site, station)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE conflicts (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    seq INTEGER NOT NULL,
    known_hash TEXT NOT NULL,
    received_hash TEXT NOT NULL,
    raw TEXT NOT NULL,
    received_at TEXT NOT NULL,
    UNIQUE (site, station, seq, received_hash)
  ) STRICT;

  CREATE TABLE refused_messages (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    station TEXT NOT NULL,
    topic TEXT NOT NULL,
    -- The first 64 KiB as they came; bytes is the whole length, digest identifies a repetition.
    raw BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    digest TEXT NOT NULL UNIQUE,
    received_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE consumers (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE positions (name TEXT PRIMARY KEY, cursor INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- A replica of central's work; the newest feed may still be filling while the one before is served.
  CREATE TABLE work_feeds (
    id INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL UNIQUE,
    cursor INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    complete INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE work_documents (
    feed INTEGER NOT NULL REFERENCES work_feeds (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (feed, kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX work_documents_cursor ON work_documents (feed, cursor);
`;
