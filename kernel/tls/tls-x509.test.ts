import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  belongTogether,
  createAuthority,
  createRequest,
  fingerprintOf,
  newTlsKey,
  publicKeyOf,
  publicKeyOfRequest,
  readCertificate,
  signCertificate,
} from './tls-x509.ts';

const nowMs = Date.parse('2026-01-05T06:00:00Z');
const dayMs = 86_400_000;

test('an authority signs what carries its names and its time, and nothing more', async () => {
  const authority = await createAuthority('Packproof site HAM', nowMs, 7300 * dayMs);
  const key = newTlsKey();
  const request = await createRequest('station S1', key);
  const publicKey = await publicKeyOfRequest(request);
  expect(publicKey).toEqual(publicKeyOf(key));
  const pem = await signCertificate(authority, {
    commonName: 'S1',
    names: { dns: ['gateway.example'], ip: ['192.0.2.1', '::1'], uri: ['urn:packproof:site:HAM:station:S1'] },
    publicKey: publicKey ?? Buffer.alloc(0),
    use: 'client',
    nowMs,
    lifeMs: 90 * dayMs,
  });
  const cert = new X509Certificate(pem);
  const ca = new X509Certificate(authority.cert);
  expect(cert.verify(ca.publicKey)).toBe(true);
  expect(cert.checkIssued(ca)).toBe(true);
  expect([ca.ca, cert.ca]).toEqual([true, false]);
  expect(cert.subject).toBe('CN=S1');
  expect(cert.checkHost('gateway.example')).toBe('gateway.example');
  expect(cert.checkIP('192.0.2.1')).toBe('192.0.2.1');
  expect(cert.subjectAltName).toContain('URI:urn:packproof:site:HAM:station:S1');
  expect(Date.parse(cert.validTo)).toBe(nowMs + 90 * dayMs);
  expect(cert.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
  expect(belongTogether({ cert: pem, key })).toBe(true);
  expect(belongTogether({ cert: pem, key: newTlsKey() })).toBe(false);
  expect(fingerprintOf(cert)).toMatch(/^[0-9a-f]{64}$/);
});

test('a request that was tampered with, or is none, gives no key', async () => {
  const request = await createRequest('S1', newTlsKey());
  const body = Buffer.from(request.replace(/-----[^-]+-----/g, ''), 'base64');
  body[body.length - 1] = (body[body.length - 1] ?? 0) ^ 1;
  const forged = `-----BEGIN CERTIFICATE REQUEST-----\n${body.toString('base64')}\n-----END CERTIFICATE REQUEST-----`;
  expect(await publicKeyOfRequest(forged)).toBeNull();
  expect(await publicKeyOfRequest('nonsense')).toBeNull();
  expect(readCertificate(request)).toBeNull();
});
