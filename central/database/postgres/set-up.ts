import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { type BackoffPlan, backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { migrate } from '../migrate.ts';
import type { Database } from '../schema.ts';
import { isAnswer, isLost } from './connection-errors.ts';
import { clientConfig } from './connections.ts';
import type { DatabaseAddress } from './database-url.ts';

/** The oldest version that is still maintained and tested here. */
const oldest = 140_000;

export interface SetUpDeps {
  readonly log: Log;
  readonly clock: Clock;
  /** How long to wait for a database that cannot be reached. */
  readonly waitMs: number;
}

const pause: BackoffPlan = { firstMs: 250, maxMs: 5_000 };

/**
 * Waits for the database, looks whether it can be used, and brings its schema up to date.
 *
 * @throws DATABASE_UNUSABLE if it cannot be reached in time; at once if it is too old, not in UTF-8, a standby, of a newer
 *   version of this program, or refuses this user.
 */
export async function setUpDatabase(address: DatabaseAddress, deps: SetUpDeps): Promise<void> {
  const until = deps.clock.monotonicMs() + deps.waitMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await setUpOnce(address, deps.log);
      return;
    } catch (thrown) {
      const left = until - deps.clock.monotonicMs();
      if (!mayPass(thrown) || left <= 0) throw unusable(address, thrown);
      tellProgress(deps.log, address.place, thrown, left);
      const delayMs = Math.min(left, backoffMs(attempt, pause));
      await new Promise<void>((resolve) => deps.clock.after(delayMs, resolve));
    }
  }
}

async function setUpOnce(address: DatabaseAddress, log: Log): Promise<void> {
  const pool = new Pool({ ...clientConfig(address), max: 1 });
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await assertUsable(db, address.place, log);
    await migrate(db, address.place);
  } finally {
    await db.destroy();
  }
}

interface Server {
  readonly version: number;
  readonly named: string;
  readonly encoding: string;
  readonly standby: boolean;
  readonly durable: boolean;
}

const serverQuery = CompiledQuery.raw(`select current_setting('server_version_num')::int as version,
  current_setting('server_version') as named, current_setting('server_encoding') as encoding,
  pg_is_in_recovery() as standby,
  current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
    and current_setting('synchronous_commit') <> 'off' as durable`);

async function assertUsable(db: Kysely<Database>, place: string, log: Log): Promise<void> {
  const [server] = (await db.executeQuery(serverQuery)).rows as Server[];
  if (server === undefined) throw new Error('the server does not tell its version');
  const refuse = (why: string) => kernelErrors.fault('DATABASE_UNUSABLE', `${place} ${why}`, { place });
  if (server.version < oldest) throw refuse(`is PostgreSQL ${server.named}; version 14 or newer is needed`);
  if (server.encoding !== 'UTF8') throw refuse(`is encoded in ${server.encoding}; make it with UTF8`);
  if (server.standby) throw refuse('is a standby, which cannot be written to; name the primary');
  if (!server.durable) {
    // Whoever sets this may know why, as tests do; SQLite is never opened so.
    const fields = { event: 'database.not_durable', place };
    log.warn(
      fields,
      'fsync, full_page_writes or synchronous_commit is off: a power cut loses what was stored',
    );
  }
}

/** A server that starts, is full, or is not there yet, as after a power cut; not one that refuses us. */
function mayPass(thrown: unknown): boolean {
  if (isAnswer(thrown)) return isLost(thrown) || thrown.code?.startsWith('53') === true;
  const { code } = thrown as { code?: unknown };
  const passing = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'];
  const naming = ['ENOTFOUND', 'EAI_AGAIN', 'ENOENT'];
  if (typeof code === 'string') return [...passing, ...naming].includes(code);
  return thrown instanceof AggregateError || /^(Connection terminated|timeout)/.test(messageOf(thrown));
}

/** Both addresses of a name may refuse, and then only the parts of the failure say why. */
function reasonOf(thrown: unknown): string {
  return thrown instanceof AggregateError ? thrown.errors.map(messageOf).join('; ') : messageOf(thrown);
}

function tellProgress(log: Log, place: string, thrown: unknown, leftMs: number): void {
  const leftSeconds = Math.ceil(leftMs / 1000);
  const fields = { event: 'database.awaited', place, leftSeconds };
  log.warn(fields, `${place} cannot be reached: ${reasonOf(thrown)}; it is tried again`);
}

function unusable({ place, user }: DatabaseAddress, thrown: unknown): unknown {
  const refused = isAnswer(thrown) && thrown.code === '42501' ? `; ${grantsFor(user)}` : '';
  const isOurs = (thrown as { code?: unknown }).code === 'DATABASE_UNUSABLE';
  if (isOurs) return thrown;
  return kernelErrors.fault('DATABASE_UNUSABLE', `${place}: ${reasonOf(thrown)}${refused}`, {
    place,
    cause: thrown,
  });
}

/** From version 15 on, nobody but the owner of a database may make tables in it. */
function grantsFor(user: string): string {
  return `make ${user} the owner of the database, or GRANT CREATE, USAGE ON SCHEMA public TO ${user}`;
}
