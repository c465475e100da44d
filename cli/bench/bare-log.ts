import { openSqlite } from '../../kernel/sqlite.ts';

/** What a commit of facts costs at least: rows of texts in a durable database, and nothing else. */
export function openBareLog(path: string) {
  const db = openSqlite(path, ['CREATE TABLE rows (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT']);
  const insert = db.prepare('INSERT INTO rows (json) VALUES (?)');
  return {
    /** Commits so many rows of one text. */
    commit: db.transaction((row: string, count: number) => {
      for (let n = 0; n < count; n += 1) insert.run(row);
    }),
    close: () => void db.close(),
  };
}

/** A text of the size of a fact. */
export const bareFact = 'x'.repeat(460);
