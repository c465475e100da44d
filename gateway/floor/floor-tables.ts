/** The schema of `floor.sqlite`, forward only: a released entry never changes, a new one goes to the end (kernel/sqlite.ts). */
export const floorMigrations: readonly string[] = [
  `
  -- What stations are told. A deleted document stays as 'null' for a week, so that they hear of it. Times are milliseconds since 1970.
  CREATE TABLE documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    cursor INTEGER NOT NULL,
    touched INTEGER NOT NULL,
    -- 1: it is finished and goes a day later.
    done INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX documents_cursor ON documents (cursor);
  CREATE INDEX documents_touched ON documents (done, touched);

  -- What the fold of the facts has to remember beside the documents; it goes with its owner, mostly an order.
  CREATE TABLE memory (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX memory_owner ON memory (owner, kind);

  -- horizon: deletions up to here are forgotten; who stands before it begins again.
  CREATE TABLE feed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    epoch TEXT NOT NULL,
    cursor INTEGER NOT NULL,
    horizon INTEGER NOT NULL
  ) STRICT;

  -- How far the fact log was read, by which version of the fold, and the work of the site.
  CREATE TABLE place (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    cursor INTEGER NOT NULL,
    entry TEXT NOT NULL,
    fold INTEGER NOT NULL,
    work_epoch TEXT NOT NULL,
    work_cursor INTEGER NOT NULL,
    -- Since when claims are kept at this site without a break; null: they are not.
    claims_since INTEGER
  ) STRICT;
  INSERT INTO place VALUES (1, 0, '', 0, '', 0, NULL);

  CREATE TABLE claims (
    id TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    station TEXT NOT NULL,
    operator TEXT,
    granted_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX claims_expire ON claims (expires_at);
  CREATE TABLE past_claims (
    id TEXT NOT NULL,
    station TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (id, station, granted_at)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX past_claims_ended ON past_claims (ended_at);

  -- Released orders of goods, for waves; carrier '' is none. seen: when it came first.
  CREATE TABLE candidates (
    "order" TEXT PRIMARY KEY,
    carrier TEXT NOT NULL,
    priority INTEGER NOT NULL,
    promised TEXT,
    seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX candidates_urgency ON candidates (carrier, priority, coalesce(promised, '9999-12-31'), "order");
  -- Orders that a wave has.
  CREATE TABLE planned (
    "order" TEXT PRIMARY KEY,
    wave TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX planned_wave ON planned (wave);
  -- The highest number that a wave ever had.
  CREATE TABLE waves (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL) STRICT;
  INSERT INTO waves VALUES (1, 0);
  `,
  `
  -- Orders that had a wave, of which a rest waits for another one.
  CREATE TABLE rests (
    "order" TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
  `,
];
