import type { Kysely, Transaction } from 'kysely';
import type { Database } from './schema.ts';

/** Either the database or a transaction of it: for functions that only read. */
export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;
