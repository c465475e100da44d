import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePorts } from './ports.ts';
import { until } from './wait.ts';

/** A PostgreSQL server of its own in a new folder, as long as a test needs it. */
export interface PostgresCluster {
  readonly port: number;
  /** The password of every user here; it must never be seen in a log. */
  readonly password: string;
  /** The address of a database, as the superuser unless another user is named. */
  url(database: string, user?: string): string;
  /** Runs statements as the superuser, one after the other, each on its own. */
  run(database: string, ...statements: readonly string[]): Promise<void>;
  start(): Promise<void>;
  /** `immediate` is a crash: nothing is finished, and the next start recovers. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

export interface ClusterOptions {
  /** Written to disk at each commit, as in earnest; slow, and of use only where the machine may fall. */
  readonly durable?: boolean;
  /** Further settings of the server, such as `ssl=on`; {folder} stands for its own. */
  readonly settings?: readonly string[];
  /** Files for its folder, such as certificates. */
  readonly files?: Readonly<Record<string, string>>;
}

const superuser = 'postgres';

/** Debian keeps the server's programs by version, out of the PATH. */
const debianFolder = '/usr/lib/postgresql';

/** The folder of initdb and postgres, the newest there is; null if there is none. */
function programsFolder(): string | null {
  const versions = existsSync(debianFolder) ? readdirSync(debianFolder).map(Number) : [];
  const folders = versions.sort((a, b) => b - a).map((version) => join(debianFolder, String(version), 'bin'));
  const path = (process.env.PATH ?? '').split(':');
  return [...folders, ...path].find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** Why there can be no cluster here; null if there can. */
export function whyNoPostgres(): string | null {
  if (programsFolder() !== null) return null;
  return `there is no initdb in ${debianFolder} or PATH: install postgresql`;
}

/** PostgreSQL refuses to run as root: then it runs as the user of its package, or as nobody. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string, user: string) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
  for (const user of ['postgres', 'nobody']) {
    try {
      return { uid: idOf('-u', user), gid: idOf('-g', user) };
    } catch {}
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody');
}

export async function startPostgres(options: ClusterOptions = {}): Promise<PostgresCluster> {
  const bin = programsFolder();
  if (bin === null) throw new Error(whyNoPostgres() ?? '');
  const owner = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'packproof-postgres-'));
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const password = `pw-${Math.random().toString(36).slice(2)}%@/`;
  const [port = 0] = await freePorts(1);
  makeCluster(bin, folder, password, owner);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    writeFileSync(join(folder, 'data', name), text, { mode: 0o600 });
    if (owner !== undefined) chownSync(join(folder, 'data', name), owner.uid, owner.gid);
  }
  const settings = serverSettings(folder, port, options);
  let server: ChildProcess | null = null;
  const url = (database: string, user = superuser) =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  const cluster: PostgresCluster = {
    port,
    password,
    url,
    run: (database, ...statements) => runAll(url(database), statements),
    start: async () => {
      server = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data'), ...settings], {
        ...owner,
        stdio: 'ignore',
      });
      await until('PostgreSQL to answer', 30_000, () =>
        runAll(url('postgres'), []).then(
          () => true,
          () => undefined,
        ),
      );
    },
    stop: async (how = 'fast') => {
      const ended = server;
      server = null;
      if (ended === null || ended.exitCode !== null) return;
      const exited = new Promise((resolve) => ended.once('exit', resolve));
      ended.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await exited;
    },
    remove: async () => {
      await cluster.stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
  // A test that dies must not leave a server behind.
  process.once('exit', () => server?.kill('SIGQUIT'));
  await cluster.start();
  return cluster;
}

/**
 * In English order where this version can, which is what most databases have: the order of lists must not come from it.
 */
function makeCluster(
  bin: string,
  folder: string,
  password: string,
  owner: { readonly uid: number; readonly gid: number } | undefined,
): void {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (owner !== undefined) chownSync(passwordFile, owner.uid, owner.gid);
  const common = ['-D', join(folder, 'data'), '-U', superuser, '--pwfile', passwordFile, '--no-sync'];
  const access = ['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C.UTF-8'];
  const english = ['--locale-provider', 'icu', '--icu-locale', 'en-US'];
  const initdb = (more: readonly string[]) =>
    execFileSync(join(bin, 'initdb'), [...common, ...access, ...more], {
      ...owner,
      stdio: 'pipe',
      cwd: folder,
    });
  const major = Number(/(\d+)/.exec(String(execFileSync(join(bin, 'initdb'), ['--version'])))?.[1]);
  initdb(major >= 15 ? english : []);
}

function serverSettings(folder: string, port: number, { durable, settings = [] }: ClusterOptions): string[] {
  const careless = ['fsync=off', 'full_page_writes=off', 'synchronous_commit=off'];
  return [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=300',
    ...(durable === true ? [] : careless),
    ...settings.map((setting) => setting.replaceAll('{folder}', join(folder, 'data'))),
  ].flatMap((setting) => ['-c', setting]);
}

async function runAll(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
