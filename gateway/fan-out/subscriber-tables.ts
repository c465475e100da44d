/** Subscribers with their cursors, webhooks and what they could not deliver. */
export const subscriberTables = `
  -- MQTT subscribers that nothing may be lost for: the session of a client is its cursor in the log, nothing else.
  CREATE TABLE subscribers (
    client_id TEXT PRIMARY KEY,
    -- The caller who came with it; the client id alone proves nothing. Null until one has come.
    owner TEXT,
    -- All matching events up to here were acknowledged; up to sent_up_to they were sent at least once.
    cursor INTEGER NOT NULL,
    sent_up_to INTEGER NOT NULL,
    -- JSON: topic filter to QoS.
    subscriptions TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    -- JSON: event types; null is all.
    types TEXT,
    secret TEXT NOT NULL,
    -- Signs too until previous_until, so that a receiver can change over.
    previous_secret TEXT,
    previous_until TEXT,
    cursor INTEGER NOT NULL,
    -- Since when the endpoint has taken nothing.
    failing_since TEXT,
    -- Why it was disabled; null while it delivers.
    disabled TEXT,
    created_at TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Events that an endpoint did not take. The event itself is in the log.
  CREATE TABLE dead_letters (
    webhook TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    cursor INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    failed_at TEXT NOT NULL,
    PRIMARY KEY (webhook, cursor)
  ) STRICT, WITHOUT ROWID;
`;
