import { logEnd } from './archive-tables.ts';

/** Which numbering of the log it is. */
export const epochTables = `
  -- The newest is the one that counts. Up to from_cursor it is the numbering of the one before; behind, other facts have the same numbers.
  CREATE TABLE log_epochs (
    id INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL UNIQUE,
    from_cursor INTEGER NOT NULL,
    began_at TEXT NOT NULL
  ) STRICT;
`;

/** Begins a new numbering behind the end of the log: for a log that was put back. */
export const beginEpoch = `INSERT INTO log_epochs (epoch, from_cursor, began_at)
  VALUES (lower(hex(randomblob(8))), (${logEnd}), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`;
