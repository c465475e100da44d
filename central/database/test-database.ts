import { type Db, openDatabase } from './database.ts';

/** A fresh database in memory with the newest schema; `destroy()` it, or leave it to the end of the process. */
export async function openTestDatabase(): Promise<Db> {
  return openDatabase(':memory:');
}
