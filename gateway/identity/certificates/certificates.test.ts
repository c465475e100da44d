import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { belongTogether, createAuthority, newTlsKey, readCertificate } from '../../../kernel/tls/tls-x509.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../../main.ts';
import { newDataDir, startTestGateway } from '../../testing-gateway.ts';
import { ownServerCertificate } from './server-certificate.ts';
import { openSiteCa } from './site-ca.ts';

/** On a machine that is busy with other tests too, a second is not long. */
const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 30_000 });

const log = createLog('test', 'silent');
const dayMs = 86_400_000;
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

/** The certificate that a port shows to whoever connects. */
function shownAt(url: string): Promise<{ serial: string; validTo: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connectTls({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { serialNumber, valid_to: validTo } = socket.getPeerCertificate();
      socket.destroy();
      resolve({ serial: serialNumber, validTo });
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`${url} closed the connection`)));
  });
}

describe('the CA of a site', () => {
  test('is made once and is the same after each start', async () => {
    const folder = join(newDataDir(), 'identity');
    const first = await openSiteCa(folder, 'HAM', new ManualClock());
    const again = await openSiteCa(folder, 'HAM', new ManualClock());
    expect(again.serving).toEqual(first.serving);
    expect(readCertificate(readFileSync(join(folder, 'ca.crt'), 'utf8'))?.subject).toBe(
      'CN=Packproof site HAM',
    );
  });

  test.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, -300)],
    [
      'with the key of another',
      (text: string) => text.slice(0, text.indexOf('-----BEGIN PRIVATE')) + newTlsKey(),
    ],
  ])(
    'is never replaced if its file is %s: the gateway does not start and says which file',
    async (_what, damage) => {
      const dataDir = newDataDir();
      const file = join(dataDir, 'identity', 'site-ca.pem');
      const gateway = await startTestGateway(dataDir, { tls: { mode: 'site' } });
      await gateway.stop();
      writeFileSync(file, damage(readFileSync(file, 'utf8')));
      const left = readFileSync(file, 'utf8');
      await expect(startTestGateway(dataDir, { tls: { mode: 'site' } })).rejects.toMatchObject({
        code: 'SITE_CA_DAMAGED',
        place: file,
      });
      expect(readFileSync(file, 'utf8')).toBe(left);
    },
  );
});

describe("the gateway's certificate", () => {
  test('is good for the names of the machine and those of the configuration, and kept until it is old', async () => {
    const clock = new ManualClock();
    const folder = join(newDataDir(), 'identity');
    const ca = await openSiteCa(folder, 'HAM', clock);
    const open = async (names: readonly string[]) => {
      const certificate = await ownServerCertificate({ ca, clock, log }, folder, names);
      undo.push(certificate.stop);
      return readCertificate(certificate.current().cert);
    };
    const first = await open(['gateway.example', '192.0.2.7', '2001:db8::7']);
    expect(first?.checkHost('gateway.example')).toBe('gateway.example');
    expect(first?.checkHost('localhost')).toBe('localhost');
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of addresses.filter((each) => isIP(each.address) === 4))
      expect(first?.checkIP(address)).toBe(address);
    for (const address of ['192.0.2.7', '2001:db8::7', '::1']) expect(first?.checkIP(address)).toBe(address);
    expect((await open(['gateway.example', '192.0.2.7', '2001:db8::7']))?.serialNumber).toBe(
      first?.serialNumber,
    );
    expect((await open(['other.example']))?.serialNumber).not.toBe(first?.serialNumber);
  });

  test('renews itself before it expires, without a restart', async () => {
    const clock = new ManualClock();
    const config = gatewayConfig.parse({
      site: 'HAM',
      dataDir: newDataDir(),
      tls: { mode: 'site' },
      mqtt: { port: 0 },
      http: { port: 0 },
    });
    const gateway: RunningGateway = await startGateway(config, { log, clock });
    undo.push(() => gateway.stop());
    const before = await shownAt(gateway.mqttUrl);
    expect(await shownAt(gateway.httpUrl)).toEqual(before);
    expect(Date.parse(before.validTo) - clock.now()).toBe(30 * dayMs);
    // By its wall clock alone: all that a gateway does in three weeks takes a busy machine minutes.
    clock.jump(21 * dayMs);
    await soon(async () => {
      clock.advance(dayMs / 24);
      const now = await shownAt(gateway.mqttUrl);
      expect(now.serial).not.toBe(before.serial);
      expect(await shownAt(gateway.httpUrl)).toEqual(now);
    });
  });

  test('may come from files, which are read again when others have renewed them', async () => {
    const clock = new ManualClock();
    const dataDir = newDataDir();
    const [certFile, keyFile] = [join(dataDir, 'own.crt'), join(dataDir, 'own.key')];
    const put = async (name: string) => {
      const { cert, key } = await createAuthority(name, clock.now(), dayMs);
      writeFileSync(certFile, cert);
      writeFileSync(keyFile, key);
      return readCertificate(cert)?.serialNumber;
    };
    const tls = { mode: 'files', certFile, keyFile };
    const config = gatewayConfig.parse({ site: 'HAM', dataDir, tls, mqtt: { port: 0 }, http: { port: 0 } });
    await expect(startGateway(config, { log, clock })).rejects.toMatchObject({ code: 'TLS_FILES_UNUSABLE' });
    const first = await put('first');
    const gateway = await startGateway(config, { log, clock });
    undo.push(() => gateway.stop());
    expect((await shownAt(gateway.httpUrl)).serial).toBe(first);
    writeFileSync(keyFile, newTlsKey());
    clock.advance(dayMs / 24);
    expect((await shownAt(gateway.httpUrl)).serial).toBe(first);
    const second = await put('second');
    clock.advance(dayMs / 24);
    await soon(async () => expect((await shownAt(gateway.mqttUrl)).serial).toBe(second));
    expect(belongTogether({ cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') })).toBe(
      true,
    );
  });
});

describe('without being asked', () => {
  test('ports on the loopback are plain, and others are encrypted', async () => {
    const here = await startTestGateway(newDataDir());
    undo.push(() => here.stop());
    expect([here.httpUrl, here.mqttUrl].map((url) => new URL(url).protocol)).toEqual(['http:', 'mqtt:']);
    const outside = await startTestGateway(newDataDir(), { mqtt: { host: '0.0.0.0', port: 0 } });
    undo.push(() => outside.stop());
    expect([outside.httpUrl, outside.mqttUrl].map((url) => new URL(url).protocol)).toEqual([
      'https:',
      'mqtts:',
    ]);
  });
});
