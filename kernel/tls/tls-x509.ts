import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  webcrypto,
  X509Certificate,
} from 'node:crypto';

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** Clocks of devices differ: a certificate is good from a little before it was made. */
const backdatedMs = 24 * 60 * 60 * 1000;

/** Under which names a certificate is good: host names, addresses, and URNs of identities. */
export interface CertificateNames {
  readonly dns?: readonly string[];
  readonly ip?: readonly string[];
  readonly uri?: readonly string[];
}

export interface CertificateWish {
  readonly commonName: string;
  readonly names: CertificateNames;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  readonly use: 'server' | 'client';
  readonly nowMs: number;
  readonly lifeMs: number;
}

/** A certificate and its PKCS#8 key, in PEM. */
export interface CertificateAndKey {
  readonly cert: string;
  readonly key: string;
}

/** Only who makes or reads certificates pays for the library: a quarter of a second and 18 MB. */
async function library() {
  await import('reflect-metadata');
  return import('@peculiar/x509');
}

/** Loads at once what makes certificates: whoever serves others may not keep them waiting for it later. */
export async function prepareCertificates(): Promise<void> {
  await library();
}

/** A fresh EC P-256 key as PKCS#8 in PEM. */
export function newTlsKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** SubjectPublicKeyInfo of a private key in PEM, DER. */
export function publicKeyOf(keyPem: string): Buffer {
  return createPublicKey(keyPem).export({ type: 'spki', format: 'der' });
}

/** A self-signed authority that may sign certificates of devices, but no other authorities (RFC 5280, 4.2.1.9). */
export async function createAuthority(
  commonName: string,
  nowMs: number,
  lifeMs: number,
): Promise<CertificateAndKey> {
  const x509 = await library();
  const key = newTlsKey();
  const keys = await keyPairOf(key);
  const { keyCertSign, cRLSign } = x509.KeyUsageFlags;
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    ...validity(nowMs, lifeMs),
    signingAlgorithm: ecdsa,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(keyCertSign | cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: `${cert.toString('pem')}\n`, key };
}

/** A certificate signed by an authority, in PEM. */
export async function signCertificate(authority: CertificateAndKey, wish: CertificateWish): Promise<string> {
  const x509 = await library();
  const issuer = new x509.X509Certificate(authority.cert);
  const { privateKey } = await keyPairOf(authority.key);
  const publicKey = await importPublic(wish.publicKey);
  const purpose = x509.ExtendedKeyUsage[wish.use === 'server' ? 'serverAuth' : 'clientAuth'];
  const cert = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [wish.commonName] }],
    issuer: issuer.subjectName,
    publicKey,
    signingKey: privateKey,
    ...validity(wish.nowMs, wish.lifeMs),
    signingAlgorithm: ecdsa,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([purpose], false),
      new x509.SubjectAlternativeNameExtension(alternativeNames(wish.names), false),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
    ],
  });
  return `${cert.toString('pem')}\n`;
}

/** A certificate request (PKCS #10, RFC 2986) in PEM, signed with the key that it is for. */
export async function createRequest(commonName: string, keyPem: string): Promise<string> {
  const x509 = await library();
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: [commonName] }],
    keys: await keyPairOf(keyPem),
    signingAlgorithm: ecdsa,
  });
  return `${request.toString('pem')}\n`;
}

/**
 * The public key of a certificate request (SubjectPublicKeyInfo, DER); nothing else of a request is believed. Null if it is no request,
 * for another kind of key than EC P-256, or not signed with the key that it names.
 */
export async function publicKeyOfRequest(pem: string): Promise<Buffer | null> {
  const x509 = await library();
  try {
    const request = new x509.Pkcs10CertificateRequest(pem);
    const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
    if (!(await request.verify())) return null;
    return key.export({ type: 'spki', format: 'der' });
  } catch {
    return null;
  }
}

/** The first certificate of a PEM text; null if there is none that can be read. */
export function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}

/** SHA-256 of the whole certificate (DER), as 64 lower-case hexadecimal digits. */
export function fingerprintOf(cert: X509Certificate): string {
  return cert.fingerprint256.replaceAll(':', '').toLowerCase();
}

/** Whether a key in PEM belongs to a certificate. */
export function belongTogether({ cert, key }: CertificateAndKey): boolean {
  try {
    return readCertificate(cert)?.checkPrivateKey(createPrivateKey(key)) ?? false;
  } catch {
    return false;
  }
}

function validity(nowMs: number, lifeMs: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(nowMs - backdatedMs), notAfter: new Date(nowMs + lifeMs) };
}

function alternativeNames({ dns = [], ip = [], uri = [] }: CertificateNames) {
  return [
    ...dns.map((value) => ({ type: 'dns' as const, value })),
    ...ip.map((value) => ({ type: 'ip' as const, value })),
    ...uri.map((value) => ({ type: 'url' as const, value })),
  ];
}

async function keyPairOf(keyPem: string) {
  const pkcs8 = createPrivateKey(keyPem).export({ type: 'pkcs8', format: 'der' });
  const privateKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ecdsa, false, ['sign']);
  return { privateKey, publicKey: await importPublic(publicKeyOf(keyPem)) };
}

function importPublic(spki: Buffer) {
  return webcrypto.subtle.importKey('spki', spki, ecdsa, true, ['verify']);
}
