import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startCentral } from '../../central/main.ts';
import { testConfig } from '../../central/test-context.ts';
import { systemClock } from '../../kernel/clock.ts';
import { type PostgresCluster, startPostgres } from '../harness/postgres-cluster.ts';
import { until } from '../harness/wait.ts';

let folder = '';
let cluster: PostgresCluster;
let logged: Record<string, unknown>[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(JSON.parse(line)) });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-connect-'));
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...kind, ...names, ...files], { stdio: 'pipe' });
  cluster = await startPostgres({
    settings: ['ssl=on', 'ssl_cert_file={folder}/cert.pem', 'ssl_key_file={folder}/key.pem'],
    files: {
      'cert.pem': readFileSync(join(folder, 'cert.pem'), 'utf8'),
      'key.pem': readFileSync(join(folder, 'key.pem'), 'utf8'),
    },
  });
  await cluster.run(
    'postgres',
    `create role packproof login password '${cluster.password}'`,
    `create role stranger login password '${cluster.password}'`,
    'create database packproof owner packproof',
  );
  await cluster.run('packproof', 'revoke create on schema public from public');
});
afterAll(async () => {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  logged = [];
});

interface Wish {
  readonly database?: string;
  readonly user?: string;
  readonly host?: string;
  readonly password?: string;
  readonly query?: string;
  readonly settings?: object;
}

function start({ database = 'packproof', user = 'packproof', host, password, query = '', settings }: Wish) {
  const url = new URL(cluster.url(database, user));
  if (host !== undefined) url.hostname = host;
  if (password !== undefined) url.password = password;
  const databaseUrl = url.href + query;
  return startCentral(
    { ...testConfig(), databaseUrl, databaseWaitSeconds: 0, ...settings },
    { log, clock: systemClock },
  );
}

/** Starts, asks for a list, stops. */
async function works(wish: Wish): Promise<number> {
  const central = await start(wish);
  const { status } = await fetch(`${central.url}/v1/orders`);
  await central.stop();
  return status;
}

const unusable = (said: string) => ({ code: 'DATABASE_UNUSABLE', message: expect.stringContaining(said) });

describe('central', () => {
  test('starts on an empty database of its own, and again on what it made', async () => {
    expect(await works({})).toBe(200);
    expect(await works({})).toBe(200);
  });

  test('takes the password from a file', async () => {
    const databasePasswordFile = join(folder, 'password');
    writeFileSync(databasePasswordFile, `${cluster.password}\n`);
    expect(await works({ password: '', settings: { databasePasswordFile } })).toBe(200);
  });

  test.each([
    ['a wrong password', { password: 'guess' }, 'password authentication failed'],
    ['a database that is not there', { database: 'nothing' }, 'does not exist'],
    ['no right to make tables', { user: 'stranger' }, 'GRANT CREATE, USAGE ON SCHEMA public TO stranger'],
    ['nobody at that port', { host: '127.0.0.2' }, 'ECONNREFUSED'],
  ])('refuses %s by name, without its password', async (_what, wish, said) => {
    await expect(start(wish)).rejects.toMatchObject({
      ...unusable(said),
      place: `${'host' in wish ? wish.host : '127.0.0.1'}:${cluster.port}/${'database' in wish ? wish.database : 'packproof'}`,
    });
    const refusal = await start(wish).catch((thrown: Error) => `${thrown.stack} ${thrown.cause}`);
    expect(refusal).not.toContain(cluster.password);
    expect(JSON.stringify(logged)).not.toContain(cluster.password);
    expect(JSON.stringify(logged)).not.toContain(encodeURIComponent(cluster.password));
  });

  test('refuses a database of a newer version, and one that is not in UTF-8', async () => {
    await cluster.run('postgres', 'create database newer owner packproof');
    await works({ database: 'newer' });
    await cluster.run('newer', "insert into schema_versions values (999, 'from the future')");
    await expect(start({ database: 'newer' })).rejects.toMatchObject(unusable('this program knows up to'));
    const latin = "encoding 'LATIN1' locale_provider libc locale 'C' template template0";
    await cluster.run('postgres', `create database latin owner packproof ${latin}`);
    await expect(start({ database: 'latin' })).rejects.toMatchObject(unusable('LATIN1'));
  });

  test('waits for a server that is not up yet, and says so', async () => {
    await cluster.stop();
    const starting = works({ settings: { databaseWaitSeconds: 60 } });
    await until('a word about it', 10_000, () =>
      logged.some(({ event }) => event === 'database.awaited') ? true : undefined,
    );
    await cluster.start();
    expect(await starting).toBe(200);
  });
});

describe('TLS', () => {
  const ca = () => `sslrootcert=${join(folder, 'cert.pem')}`;

  test('verifies the certificate and the name', async () => {
    expect(await works({ host: 'localhost', query: `?sslmode=verify-full&${ca()}` })).toBe(200);
    await expect(start({ query: `?sslmode=verify-full&${ca()}` })).rejects.toMatchObject(
      unusable("does not match certificate's altnames"),
    );
    await expect(start({ host: 'localhost', query: '?sslmode=verify-full' })).rejects.toMatchObject(
      unusable('self-signed certificate'),
    );
  });

  test('verifies less where it is told to', async () => {
    expect(await works({ query: `?sslmode=verify-ca&${ca()}` })).toBe(200);
    expect(await works({ query: '?sslmode=require' })).toBe(200);
  });

  test('is not left out because the server has none', async () => {
    const plain = await startPostgres();
    try {
      const { port } = new URL(plain.url('postgres'));
      const databaseUrl = `${plain.url('postgres')}?sslmode=require`;
      const config = { ...testConfig(), databaseUrl, databaseWaitSeconds: 0 };
      await expect(startCentral(config, { log, clock: systemClock })).rejects.toMatchObject({
        ...unusable('does not support SSL'),
        place: `127.0.0.1:${port}/postgres`,
      });
    } finally {
      await plain.remove();
    }
  });
});
