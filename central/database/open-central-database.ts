import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../kernel/errors.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import type { CentralConfig } from '../central-config.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from './database.ts';
import { type DatabaseAddress, readDatabaseUrl } from './postgres/database-url.ts';
import { type Listener, Listening } from './postgres/listen.ts';
import { openPostgresDatabase } from './postgres/open-postgres-database.ts';
import { openSqliteDatabase } from './sqlite/open-sqlite-database.ts';

type Deps = Omit<CentralContext, 'db' | 'config'>;

interface OpenDatabase {
  readonly db: Db;
  close(): Promise<void>;
}

/**
 * Opens the database that the configuration names: a file, or PostgreSQL, where it also hears what other replicas change.
 *
 * @throws DATABASE_UNUSABLE; CONFIG_INVALID
 */
export async function openCentralDatabase(config: CentralConfig, deps: Deps): Promise<OpenDatabase> {
  if (config.databaseUrl === undefined) {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
    const db = await openSqliteDatabase(join(config.dataDir, 'central.sqlite'));
    return { db, close: () => db.destroy() };
  }
  const address = addressOf(config.databaseUrl, config.databasePasswordFile);
  const waitMs = config.databaseWaitSeconds * 1000;
  const db = await openPostgresDatabase(address, {
    ...deps,
    waitMs,
    connections: config.databaseConnections,
  });
  const listening = new Listening(address, { heard: hear(deps), missed: missed(deps) }, deps);
  await listening.start();
  return {
    db,
    close: async () => {
      await listening.stop();
      await db.destroy();
    },
  };
}

/** @throws CONFIG_INVALID */
function addressOf(url: string, passwordFile: string | undefined): DatabaseAddress {
  const address = readDatabaseUrl(url);
  if (typeof address === 'string') {
    throw kernelErrors.fault('CONFIG_INVALID', `databaseUrl: ${address}`, { place: 'databaseUrl' });
  }
  return passwordFile === undefined ? address : { ...address, password: readPassword(passwordFile) };
}

function readPassword(path: string): string {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (thrown) {
    throw kernelErrors.fault('CONFIG_INVALID', `databasePasswordFile: ${messageOf(thrown)}`, {
      place: 'databasePasswordFile',
      cause: thrown,
    });
  }
}

function hear({ live, workNotifier }: Deps): Listener['heard'] {
  return ({ orders, sites }) => {
    for (const change of orders) live.publish(change);
    for (const site of sites) workNotifier.wake(site);
  };
}

/** Pages read everything again at any change, and gateways ask again when they are woken. */
function missed({ live, workNotifier }: Deps): () => void {
  return () => {
    live.publish({ order: '', change: 'changes.missed' });
    workNotifier.wakeAll();
  };
}
