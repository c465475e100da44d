/** The blocks of serial references that were given to handhelds, never twice. */
export const handheldTables = `
  CREATE TABLE handheld_serials (
    first_serial INTEGER PRIMARY KEY,
    last_serial INTEGER NOT NULL,
    extension_digit INTEGER NOT NULL,
    station TEXT NOT NULL,
    -- A device that lost the answer to its one-time code gets the same block again.
    code_hash TEXT NOT NULL UNIQUE
  ) STRICT;
`;
