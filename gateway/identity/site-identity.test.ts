import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { PackproofError } from '../../kernel/errors.ts';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite, type Sqlite } from '../../kernel/sqlite.ts';
import { createRequest, fingerprintOf, newTlsKey, readCertificate } from '../../kernel/tls/tls-x509.ts';
import { enrolmentMessage, rotationMessage } from '../../protocols/wire/enrolment.ts';
import { migrations } from '../database.ts';
import { newDataDir, testSite } from '../testing-gateway.ts';
import { inviteStation, redeemCode, renewStation } from './enrolment/enrolment.ts';
import { identityConfig } from './identity-config.ts';
import { openSiteIdentity, type SiteIdentity } from './site-identity.ts';

const dayMs = 86_400_000;
const sources = { serverAuthorities: () => null };
let clock: ManualClock;
let db: Sqlite;
let identity: SiteIdentity;

beforeEach(() => {
  clock = new ManualClock();
  db = openSqlite(':memory:', migrations);
  identity = open();
});
function open(): SiteIdentity {
  const log = createLog('test', 'silent');
  return openSiteIdentity({
    db,
    site: testSite,
    dataDir: newDataDir(),
    config: identityConfig.parse({}),
    clock,
    log,
  });
}

/** A device with its keys; `redeem` asks with the same keys each time. */
function newDevice() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const tlsKey = newTlsKey();
  const factKey = rawOf(publicKey);
  const signed = (message: string) => sign(null, Buffer.from(message), privateKey).toString('base64url');
  return {
    factKey,
    keyId: createHash('sha256').update(Buffer.from(factKey, 'base64url')).digest('hex').slice(0, 16),
    signed,
    request: () => createRequest('x', tlsKey),
    async redeem(code: string) {
      const wanted = { v: 1 as const, code, certificateRequest: await createRequest('x', tlsKey), factKey };
      return redeemCode(identity, { ...wanted, proof: signed(enrolmentMessage(wanted)) }, sources);
    },
  };
}
const rawOf = (key: KeyObject): string => key.export({ format: 'jwk' }).x ?? '';

function stateOf(pem: string): string {
  const certificate = readCertificate(pem);
  const caller = identity.callerOfCertificate(certificate === null ? '' : fingerprintOf(certificate));
  return caller instanceof PackproofError ? caller.code : `${caller.kind} ${caller.name}`;
}

test('a code is good once and for a while; a device that lost the answer gets the same again', async () => {
  const { code } = inviteStation(identity, 'S1', 15);
  const device = newDevice();
  const first = await device.redeem(code);
  expect((await device.redeem(code)).certificate).toBe(first.certificate);
  await expect(newDevice().redeem(code)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_USED' });
  const late = inviteStation(identity, 'S2', 15);
  clock.advance(15 * 60_000);
  await expect(newDevice().redeem(late.code)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_EXPIRED' });
  await expect(device.redeem(code)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_EXPIRED' });
});

test('only the hashes of codes and secrets are kept', () => {
  const { code } = inviteStation(identity, 'S1', 15);
  identity.identities.put(
    { kind: 'client', name: 'b' },
    { role: 'reader', eventTypes: '*', secret: 'pp_secret' },
  );
  const rows = JSON.stringify([
    db.prepare('SELECT * FROM enrolment_codes').all(),
    db.prepare('SELECT * FROM identities').all(),
  ]);
  for (const secret of [code, code.replaceAll('-', ''), 'pp_secret']) expect(rows).not.toContain(secret);
});

test('the number of open codes is bounded', () => {
  for (let n = 0; n < 500; n += 1) inviteStation(identity, `S${n}`, 15);
  expect(() => inviteStation(identity, 'one-more', 15)).toThrow(
    expect.objectContaining({ code: 'TOO_MANY_INVITATIONS' }),
  );
  clock.advance(2 * dayMs);
  inviteStation(identity, 'one-more', 15);
});

test('a certificate expires, is replaced by the first use of a newer one, and is revoked with its station', async () => {
  const device = newDevice();
  const { certificate: first } = await device.redeem(inviteStation(identity, 'S1', 15).code);
  expect(stateOf(first)).toBe('station S1');
  clock.advance(60 * dayMs);
  const request = { v: 1 as const, certificateRequest: await device.request() };
  const { certificate: second } = await renewStation(identity, 'S1', request, sources);
  expect(stateOf(first)).toBe('station S1');
  expect(stateOf(second)).toBe('station S1');
  expect(stateOf(first)).toBe('IDENTITY_REPLACED');
  clock.advance(90 * dayMs);
  expect(stateOf(second)).toBe('IDENTITY_EXPIRED');
  const { certificate: third } = await newDevice().redeem(inviteStation(identity, 'S1', 15).code);
  identity.revoke({ kind: 'station', name: 'S1' });
  expect(stateOf(third)).toBe('IDENTITY_REVOKED');
});

test('a machine that takes a station over ends what the old one had, keys and all', async () => {
  const [old, fresh] = [newDevice(), newDevice()];
  const before = await old.redeem(inviteStation(identity, 'S1', 15).code);
  const ended: unknown[] = [];
  identity.onConnectionsEnd((owner) => ended.push(owner));
  const after = await fresh.redeem(inviteStation(identity, 'S1', 15).code);
  expect([stateOf(before.certificate), stateOf(after.certificate)]).toEqual([
    'IDENTITY_REPLACED',
    'station S1',
  ]);
  expect(ended).toEqual([{ kind: 'station', name: 'S1' }]);
  clock.advance(dayMs);
  const states = [old, fresh].map(({ keyId }) => identity.factKeys.find('S1', keyId)?.state);
  expect(states).toEqual(['replaced', 'valid']);
  await expect(old.redeem(inviteStation(identity, 'S1', 15).code)).rejects.toMatchObject({
    code: 'FACT_KEY_KNOWN',
  });
  expect(stateOf(after.certificate)).toBe('station S1');
});

test('a new fact key counts if the old one announced it, also when it is announced twice', async () => {
  const [device, next, thief] = [newDevice(), newDevice(), newDevice()];
  await device.redeem(inviteStation(identity, 'S1', 15).code);
  const message = rotationMessage({ site: testSite, station: 'S1' }, next.factKey);
  const renewal = async (announcement: string) => ({
    v: 1 as const,
    certificateRequest: await next.request(),
    factKey: { key: next.factKey, announcement, proof: next.signed(message) },
  });
  await expect(
    renewStation(identity, 'S1', await renewal(thief.signed(message)), sources),
  ).rejects.toMatchObject({ code: 'ENROLMENT_PROOF_INVALID' });
  expect(identity.factKeys.validOf('S1')?.keyId).toBe(device.keyId);
  for (let time = 0; time < 2; time += 1)
    await renewStation(identity, 'S1', await renewal(device.signed(message)), sources);
  expect(identity.factKeys.validOf('S1')?.keyId).toBe(next.keyId);
  // What was on its way when the key changed is still good for two minutes.
  expect(identity.factKeys.find('S1', device.keyId)?.state).toBe('valid');
  clock.advance(120_000);
  expect(identity.factKeys.find('S1', device.keyId)?.state).toBe('replaced');
});

test('all of it is there again after a restart', async () => {
  const device = newDevice();
  const { certificate } = await device.redeem(inviteStation(identity, 'S1', 15).code);
  expect(identity.factKeys.mustSign('S1')).toBe(true);
  identity = open();
  expect(stateOf(certificate)).toBe('station S1');
  expect([identity.factKeys.mustSign('S1'), identity.factKeys.mustSign('S2')]).toEqual([true, false]);
  identity.revoke({ kind: 'station', name: 'S1' });
  identity = open();
  expect(identity.factKeys.find('S1', device.keyId)?.state).toBe('revoked');
  expect(stateOf(certificate)).toBe('IDENTITY_REVOKED');
});
