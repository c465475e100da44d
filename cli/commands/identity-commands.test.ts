import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gatewayConfig, type RunningGateway, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { belongTogether } from '../../kernel/tls/tls-x509.ts';
import { stationInvitation } from '../../protocols/wire/enrolment.ts';
import { addCaCommand } from './ca.ts';
import { addClientsCommand } from './clients.ts';
import { addEnrolCommand } from './enrol.ts';
import { addStationsCommand } from './stations.ts';
import { addStatusCommand } from './status.ts';

const token = 'operator-token-0001';
let folder: string;
let gateway: RunningGateway;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-identity-commands-'));
  const http = { port: 0, tokens: { [token]: 'operator' } };
  const config = {
    site: 'HAM',
    dataDir: join(folder, 'gateway'),
    tls: { mode: 'site' },
    mqtt: { port: 0 },
    http,
  };
  writeFileSync(join(folder, 'token'), `${token}\n`);
  const log = createLog('test', 'silent');
  gateway = await startGateway(gatewayConfig.parse(config), { log, clock: systemClock });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await gateway.stop();
});

/** What a command prints. */
async function run(...words: string[]): Promise<string> {
  const program = new Command().exitOverride();
  for (const add of [addCaCommand, addStatusCommand, addStationsCommand, addClientsCommand, addEnrolCommand])
    add(program);
  let text = '';
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
  } finally {
    writing.mockRestore();
  }
  return text;
}

const operate = (...words: string[]) => {
  const ca = join(folder, 'gateway', 'identity', 'ca.crt');
  return run(...words, '--gateway', gateway.httpUrl, '--token-file', join(folder, 'token'), '--ca', ca);
};

test('a station is invited, joins, is listed and shut out by commands that a person can follow', async () => {
  const svg = join(folder, 'invitation.svg');
  const shown = await operate('stations', 'invite', 'S1', '--svg', svg);
  expect(shown).toContain('█');
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg /);
  const command = /packproof (enrol [^\\]+)\\\n\s+(--ca-fingerprint \w+) --data-dir FOLDER/.exec(shown);
  const words = `${command?.[1]} ${command?.[2]}`.trim().split(/\s+/);
  const code = /^ {4}([0-9A-Z-]{20,30})$/m.exec(shown)?.[1] ?? '';
  expect(words.join(' ')).not.toContain(code);
  vi.stubEnv('PACKPROOF_ENROLMENT_CODE', code);
  const station = join(folder, 'station');
  expect(await run(...words, '--data-dir', station)).toContain('This machine is station S1 of site HAM now.');
  expect(await run(...words, '--data-dir', station)).toContain('enrolled with this code before');
  expect(await operate('stations', 'list')).toMatch(/S1 +good +[0-9a-f]{16} +\d{4}-/);
  expect(await operate('stations', 'rotate', 'S1')).toContain('will make new keys');
  expect(await operate('stations', 'list')).toContain('waits for new keys');
  expect(await operate('stations', 'revoke', 'S1', '--reason', 'lost')).toContain('Station S1 is out');
  expect(await operate('stations', 'list')).toMatch(/S1 +revoked \d{4}-/);
  await expect(operate('stations', 'revoke', 'S9')).rejects.toThrow(/STATION_NOT_FOUND/);
});

/** Standard input that says this, as a pipe or as a terminal at which somebody types. */
function typing(text: string, isTTY = false): void {
  const input = Object.assign(new PassThrough(), { isTTY });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  input.write(text);
  if (!isTTY) input.end();
}

test('the text of the QR code is all that a station needs, from a file, a pipe or a scanner that types', async () => {
  const { invitation, code, caFingerprint } = stationInvitation.parse(
    JSON.parse(await operate('stations', 'invite', 'S2', '--json')),
  );
  const dataDir = join(folder, 'station');
  const file = join(folder, 'invitation');
  writeFileSync(file, `${invitation}\n`);
  const enrol = (...words: string[]) => run('enrol', '--data-dir', dataDir, ...words);
  expect(await enrol('--code-file', file)).toContain('station S2 of site HAM now');
  typing(`${invitation}\n`);
  expect(await enrol('--code-file', '-')).toContain('enrolled with this code before');
  typing(`${invitation}\r\n`, true);
  expect(await enrol()).toContain('enrolled with this code before');
  typing(`${code}\n`, true);
  const named = ['--gateway', gateway.httpUrl, '--ca-fingerprint', caFingerprint ?? ''];
  expect(await enrol(...named)).toContain('enrolled with this code before');
  vi.restoreAllMocks();
});

test('an enrolment without a code, or with half of what it needs, says what is missing and sends nothing', async () => {
  const enrol = (...words: string[]) => run('enrol', '--data-dir', join(folder, 'station'), ...words);
  const file = join(folder, 'code');
  const refused = (message: RegExp) => ({
    code: 'OPTIONS_INCOMPLETE',
    message: expect.stringMatching(message) as string,
  });
  typing('');
  await expect(enrol()).rejects.toMatchObject(refused(/--code-file.*PACKPROOF_ENROLMENT_CODE/));
  await expect(enrol('--code-file', '-')).rejects.toMatchObject(refused(/there is no code/));
  await expect(enrol('--code-file', file)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  writeFileSync(file, 'XXXXX-XXXXX-XXXXX-XXXXX');
  await expect(enrol('--code-file', file)).rejects.toMatchObject(refused(/--gateway/));
  writeFileSync(file, 'some nonsense');
  await expect(enrol('--code-file', file)).rejects.toMatchObject(refused(/neither a one-time code/));
  const { invitation } = stationInvitation.parse(
    JSON.parse(await operate('stations', 'invite', 'S3', '--json')),
  );
  writeFileSync(file, invitation ?? '');
  await expect(enrol('--code-file', file, '--ca-fingerprint', 'a'.repeat(64))).rejects.toMatchObject(
    refused(/not that of the invitation/),
  );
  vi.restoreAllMocks();
});

test('a client is added with a secret or with a certificate, listed and shut out', async () => {
  const shown = await operate('clients', 'add', 'billing', '--events', 'shipment.dispatched');
  expect(shown).toMatch(/^ {4}pp_[A-Za-z0-9_-]{43}$/m);
  await expect(operate('clients', 'add', 'billing')).rejects.toThrow(/CLIENT_EXISTS/);
  const [key, cert] = [join(folder, 'sync.key'), join(folder, 'sync.crt')];
  await operate('clients', 'add', 'cloud-sync', '--role', 'sync', '--key', key, '--cert', cert);
  expect(belongTogether({ cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') })).toBe(true);
  expect(statSync(key).mode & 0o777).toBe(0o600);
  const list = await operate('clients', 'list');
  expect(list).toMatch(/billing +reader +shipment\.dispatched +good +secret/);
  expect(list).toMatch(/cloud-sync +sync +all +good +\d{4}-/);
  expect(list).not.toContain('pp_');
  expect(await operate('clients', 'revoke', 'billing')).toContain('Client billing is out');
  expect(await operate('clients', 'list')).toMatch(/billing .*revoked/);
});

test('a site gets a new CA by commands that say who is missing before each step', async () => {
  const [key, cert] = [join(folder, 'sync.key'), join(folder, 'sync.crt')];
  await operate('clients', 'add', 'sync', '--role', 'sync', '--key', key, '--cert', cert);
  expect(await operate('ca', 'list')).toMatch(/serving +[0-9a-f]{16} +\d{4}-\d\d-\d\d +1/);
  expect(await operate('ca', 'roll', '--reason', 'twenty years')).toMatch(
    /learned of the new CA yet:\n +client sync/,
  );
  await expect(operate('ca', 'serve')).rejects.toThrow(/client sync \[AUTHORITY_NOT_KNOWN\]/);
  const bundle = join(folder, 'bundle.crt');
  expect(await operate('ca', 'fetch', '--out', bundle)).toContain('2 certificate(s)');
  expect(await operate('ca', 'serve', '--anyway')).toMatch(/certificate of the old CA:\n +client sync/);
  await expect(operate('ca', 'drop', '--from', 'soon')).rejects.toMatchObject({ code: 'OPTIONS_INCOMPLETE' });
  expect(await operate('ca', 'drop', '--from', '2099-01-01')).toContain(
    'dropped from 2099-01-01T00:00:00.000Z on',
  );
  const { authorities } = JSON.parse(await operate('ca', 'drop', '--anyway', '--json')) as {
    authorities: unknown[];
  };
  expect(authorities).toMatchObject([{ role: 'serving', users: [] }]);
});

test('a program renews its own certificate by one command, which does nothing before it is due', async () => {
  const [key, cert, ca] = [join(folder, 'own.key'), join(folder, 'own.crt'), join(folder, 'trusted.crt')];
  await operate('clients', 'add', 'billing', '--events', 'shipment.dispatched', '--key', key, '--cert', cert);
  copyFileSync(join(folder, 'gateway', 'identity', 'ca.crt'), ca);
  const first = readFileSync(cert, 'utf8');
  const renew = (...more: string[]) =>
    run('clients', 'renew', '--gateway', gateway.httpUrl, '--key', key, '--cert', cert, '--ca', ca, ...more);
  expect(await renew()).toContain('Client billing needs no new certificate yet');
  expect(readFileSync(cert, 'utf8')).toBe(first);
  expect(JSON.parse(await renew('--now', '--json'))).toMatchObject({ name: 'billing', renewed: true });
  const second = readFileSync(cert, 'utf8');
  expect(second).not.toBe(first);
  expect(belongTogether({ cert: second, key: readFileSync(key, 'utf8') })).toBe(true);
  expect(statSync(cert).mode & 0o777).toBe(0o600);
  // A new CA of the site makes it due, and what is to be trusted comes along.
  await operate('ca', 'roll');
  expect(await renew('--update-ca')).toContain('Client billing has a new certificate');
  expect(readFileSync(ca, 'utf8')).toBe(readFileSync(join(folder, 'gateway', 'identity', 'ca.crt'), 'utf8'));
  expect(await renew()).toContain('needs no new certificate yet');
  await operate('ca', 'serve');
  expect(await renew()).toContain('needs no new certificate yet');
  expect(await operate('ca', 'drop')).toMatch(/serving .* 1/);
});

test('the status of a site with TLS is read with its CA, and without it says what is missing', async () => {
  const elsewhere = [
    '--edge',
    gateway.httpUrl,
    '--cloud-sync',
    gateway.httpUrl,
    '--central',
    gateway.httpUrl,
  ];
  const words = ['status', '--json', '--gateway', gateway.httpUrl, ...elsewhere];
  vi.stubEnv('PACKPROOF_TOKEN', token);
  const read = async (...more: string[]) =>
    (JSON.parse(await run(...words, ...more)) as { gateway: { status: unknown; error: string | null } })
      .gateway;
  const ca = join(folder, 'gateway', 'identity', 'ca.crt');
  expect(await read('--ca', ca)).toMatchObject({ status: { service: 'gateway', site: 'HAM' }, error: null });
  expect((await read()).error).toMatch(/does not answer \(.*certificate/);
  process.exitCode = undefined;
});

test('no command takes a token or a code where everyone on the machine can read it', async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  await expect(run('enrol', '--data-dir', folder, '--code', 'X')).rejects.toThrow(/unknown option '--code'/);
  await expect(run('stations', 'list', '--token', token)).rejects.toThrow(/unknown option '--token'/);
  vi.restoreAllMocks();
});
