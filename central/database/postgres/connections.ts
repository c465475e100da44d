import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { type ClientConfig, Pool, type PoolClient } from 'pg';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { isLost, toFault } from './connection-errors.ts';
import { type DatabaseAddress, tlsOptions } from './database-url.ts';
import { NamedStatements } from './named-statements.ts';
import { storable, valueTypes } from './value-types.ts';

/** How long central waits for the database before it tells its callers that it has none. */
const limits: ClientConfig = {
  statement_timeout: 60_000,
  // Longer than the server's limit: it is for a server that does not answer at all.
  query_timeout: 65_000,
  lock_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
};

/** What every connection needs, a listener's and a migration's too, which may take their time. */
export function clientConfig(address: DatabaseAddress): ClientConfig {
  const { host, port, database, user, password } = address;
  return {
    ...{ host, port, database, user, ssl: tlsOptions(address), types: valueTypes },
    // Without one of its own, pg looks for PGPASSWORD.
    ...(password === undefined ? {} : { password }),
    application_name: 'packproof-central',
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  };
}

/** A bounded pool for Kysely, whose failures are rows of the error table, and which takes no broken connection back. */
export function openConnections(address: DatabaseAddress, most: number, log: Log): PostgresPool {
  const bounds = { ...limits, max: most, idleTimeoutMillis: 30_000, allowExitOnIdle: true };
  const pool = new Pool({ ...clientConfig(address), ...bounds });
  const names = new NamedStatements();
  // Without a listener on each of them, a server that goes away between two statements would end this process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (thrown) =>
    log.warn({ event: 'database.connection_lost', place: address.place }, messageOf(thrown)),
  );
  return {
    connect: async () => {
      try {
        return new Connection(await pool.connect(), address.place, names) as unknown as PostgresPoolClient;
      } catch (thrown) {
        throw toFault(thrown, address.place, false);
      }
    },
    end: () => pool.end(),
  };
}

/** One connection, from its take-out to its return. */
class Connection {
  readonly #client: PoolClient;
  readonly #place: string;
  readonly #names: NamedStatements;
  #lost: Error | undefined;

  constructor(client: PoolClient, place: string, names: NamedStatements) {
    this.#client = client;
    this.#place = place;
    this.#names = names;
  }

  async query(text: string, parameters: readonly unknown[]) {
    // What is lost has rolled itself back.
    if (this.#lost !== undefined && text === 'rollback')
      return { command: 'ROLLBACK', rowCount: 0, rows: [] };
    const name = this.#names.nameOf(text);
    const values = parameters.map(storable);
    try {
      return await this.#client.query({ text, values, ...(name === undefined ? {} : { name }) });
    } catch (thrown) {
      if (isLost(thrown)) this.#lost = thrown as Error;
      throw toFault(thrown, this.#place, text === 'commit');
    }
  }

  release(): void {
    this.#client.release(this.#lost);
  }
}
