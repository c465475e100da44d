/** The schema of `epcis.sqlite`, forward only: a released entry never changes, a new one goes to the end (kernel/sqlite.ts). */
export const epcisMigrations: readonly string[] = [
  `
  -- The JSON-LD contexts that documents brought along beside the standard's own, each once.
  CREATE TABLE contexts (id INTEGER PRIMARY KEY, parts TEXT NOT NULL UNIQUE) STRICT;
  -- Which namespaces events have used a prefix for.
  CREATE TABLE prefixes (prefix TEXT NOT NULL, namespace TEXT NOT NULL, PRIMARY KEY (prefix, namespace)) STRICT, WITHOUT ROWID;

  -- id is the order of capture, and record_time never falls with it. Times are milliseconds since 1970.
  CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    -- When the event was declared wrong; empty for the event itself, which has the same event_id.
    declared TEXT NOT NULL,
    hash TEXT NOT NULL,
    type TEXT NOT NULL,
    event_time REAL NOT NULL,
    record_time INTEGER NOT NULL,
    action TEXT,
    biz_step TEXT,
    disposition TEXT,
    read_point TEXT,
    biz_location TEXT,
    transformation_id TEXT,
    declaration_time REAL,
    error_reason TEXT,
    context INTEGER REFERENCES contexts (id),
    body TEXT NOT NULL,
    UNIQUE (event_id, declared)
  ) STRICT;
  CREATE INDEX events_type ON events (type);
  CREATE INDEX events_event_time ON events (event_time);
  CREATE INDEX events_record_time ON events (record_time);
  CREATE INDEX events_biz_step ON events (biz_step);
  CREATE INDEX events_disposition ON events (disposition);
  CREATE INDEX events_read_point ON events (read_point);
  CREATE INDEX events_biz_location ON events (biz_location);
  CREATE INDEX events_transformation ON events (transformation_id) WHERE transformation_id IS NOT NULL;
  CREATE INDEX events_declaration ON events (declaration_time) WHERE declaration_time IS NOT NULL;

  CREATE TABLE event_epcs (
    event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    role INTEGER NOT NULL,
    epc TEXT NOT NULL,
    quantity REAL,
    uom TEXT
  ) STRICT;
  CREATE INDEX event_epcs_epc ON event_epcs (epc, role, event);
  CREATE INDEX event_epcs_event ON event_epcs (event);
  CREATE INDEX event_epcs_quantity ON event_epcs (quantity, uom) WHERE quantity IS NOT NULL;

  CREATE TABLE event_fields (
    event INTEGER NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    text TEXT,
    number REAL,
    time REAL,
    uom TEXT
  ) STRICT;
  CREATE INDEX event_fields_text ON event_fields (kind, name, text);
  CREATE INDEX event_fields_number ON event_fields (kind, name, number) WHERE number IS NOT NULL;
  CREATE INDEX event_fields_time ON event_fields (kind, name, time) WHERE time IS NOT NULL;
  CREATE INDEX event_fields_event ON event_fields (event);

  -- Master data: what lies within what, and attributes (EPCIS 2.0, 6.5).
  CREATE TABLE master_children (parent TEXT NOT NULL, child TEXT NOT NULL, PRIMARY KEY (parent, child)) STRICT, WITHOUT ROWID;
  CREATE TABLE master_attributes (
    id TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (id, attribute, value)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX master_attributes_attribute ON master_attributes (attribute, value);

  -- document is kept while the job runs, so that it goes on after a restart.
  CREATE TABLE capture_jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    capture_id TEXT NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    behaviour TEXT NOT NULL CHECK (behaviour IN ('rollback', 'proceed')),
    errors TEXT NOT NULL,
    document TEXT
  ) STRICT;
  CREATE INDEX capture_jobs_running ON capture_jobs (seq) WHERE finished_at IS NULL;

  -- How far the fact log has been told as events, and what the builder must remember between two facts.
  CREATE TABLE projection (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    cursor INTEGER NOT NULL,
    entry TEXT NOT NULL
  ) STRICT;
  CREATE TABLE builder_orders (key TEXT PRIMARY KEY, touched INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE builder_heads (station TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE queries (name TEXT PRIMARY KEY, definition TEXT NOT NULL, created_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY,
    query TEXT NOT NULL REFERENCES queries (name) ON DELETE CASCADE,
    definition TEXT NOT NULL,
    -- Signs what is sent, so it can not be kept as a hash.
    signature_token TEXT,
    created_at TEXT NOT NULL,
    -- The last event that the subscriber has taken.
    position INTEGER NOT NULL,
    last_notified_at TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX subscriptions_query ON subscriptions (query);

  -- The planner has to know what the tables are like before they are filled: without it, it would rather walk all events in order.
  ANALYZE;
  DELETE FROM sqlite_stat1;
  INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('events', 'sqlite_autoindex_events_1', '1000000 1 1'),
    ('events', 'events_type', '1000000 200000'),
    ('events', 'events_event_time', '1000000 2'),
    ('events', 'events_record_time', '1000000 20'),
    ('events', 'events_biz_step', '1000000 100000'),
    ('events', 'events_disposition', '1000000 100000'),
    ('events', 'events_read_point', '1000000 10000'),
    ('events', 'events_biz_location', '1000000 50000'),
    ('events', 'events_transformation', '1000000 2'),
    ('events', 'events_declaration', '1000000 1'),
    ('event_epcs', 'event_epcs_epc', '5000000 4 3 1'),
    ('event_epcs', 'event_epcs_event', '5000000 5'),
    ('event_epcs', 'event_epcs_quantity', '5000000 5000 2000'),
    ('event_fields', 'event_fields_text', '5000000 500000 100000 5'),
    ('event_fields', 'event_fields_number', '5000000 500000 100000 20'),
    ('event_fields', 'event_fields_time', '5000000 500000 100000 2'),
    ('event_fields', 'event_fields_event', '5000000 5'),
    ('master_children', 'master_children', '1000 10 1'),
    ('master_attributes', 'master_attributes', '10000 5 1 1');
  `,
  `
  -- GS1 Company Prefixes that captured EPC URNs have shown: a GS1 Digital Link URI does not show where its own ends.
  CREATE TABLE company_prefixes (prefix TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
  `
  -- How often a job was at work when the repository was started again: one that always ends its thread is given up.
  ALTER TABLE capture_jobs ADD COLUMN starts INTEGER NOT NULL DEFAULT 0;
  `,
];
