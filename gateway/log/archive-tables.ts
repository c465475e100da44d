/**
 * The log in runs: what one station brought in one commit takes one row instead of one per fact, which is what makes the
 * ingest fast. And which part of the log lies in segment files.
 */
export const archiveTables = `
  -- Facts of one station that follow each other, both in its chain and in the log. hashes holds their hashes, 64 digits each
  -- (none for an entry that was set aside without one); body is a JSON array of the facts, or of the one record of what was set aside.
  CREATE TABLE runs (
    first_cursor INTEGER PRIMARY KEY,
    last_cursor INTEGER NOT NULL,
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('fact', 'set-aside')),
    received_at TEXT NOT NULL,
    hashes TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX runs_station ON runs (site, station, first_seq, last_cursor);
  CREATE INDEX runs_set_aside ON runs (kind) WHERE kind = 'set-aside';

  INSERT INTO runs (first_cursor, last_cursor, site, station, first_seq, kind, received_at, hashes, body)
    SELECT cursor, cursor, site, station, seq, kind, received_at, hash, '[' || body || ']' FROM entries ORDER BY cursor;
  DROP TABLE entries;

  -- For people who look into the file: one row per fact again.
  CREATE VIEW entries AS
    SELECT first_cursor + item.key AS cursor, site, station, first_seq + item.key AS seq,
           substr(hashes, 1 + 64 * item.key, 64) AS hash, kind, item.value AS body, received_at
    FROM runs, json_each(runs.body) AS item;

  -- The files that hold the log up to where runs begins, in its order.
  CREATE TABLE segments (
    first_cursor INTEGER PRIMARY KEY,
    last_cursor INTEGER NOT NULL,
    file TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    facts INTEGER NOT NULL,
    set_aside INTEGER NOT NULL,
    first_received_at TEXT NOT NULL,
    last_received_at TEXT NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;
  -- Where each station's facts lie in the segments.
  CREATE TABLE segment_stations (
    site TEXT NOT NULL,
    station TEXT NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    segment INTEGER NOT NULL REFERENCES segments (first_cursor),
    PRIMARY KEY (site, station, first_seq)
  ) STRICT, WITHOUT ROWID;
`;

/** Where the log ends, be it in the database or in its segments. */
export const logEnd = `SELECT max(
  coalesce((SELECT last_cursor FROM runs ORDER BY first_cursor DESC LIMIT 1), 0),
  coalesce((SELECT last_cursor FROM segments ORDER BY first_cursor DESC LIMIT 1), 0))`;
