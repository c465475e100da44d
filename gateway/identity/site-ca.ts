import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { privateFolder, writePrivateFile } from '../../kernel/tls/private-file.ts';
import {
  belongTogether,
  type CertificateAndKey,
  type CertificateWish,
  createAuthority,
  fingerprintOf,
  readCertificate,
  signCertificate,
} from '../../kernel/tls/tls-x509.ts';
import { identityErrors } from './identity-errors.ts';

const lifeMs = 20 * 365 * 24 * 60 * 60 * 1000;

/** The certificate authority of one site, which lives at its gateway. */
export interface SiteCa {
  /** In PEM. */
  readonly certificate: string;
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  sign(wish: Omit<CertificateWish, 'nowMs'>): Promise<string>;
}

/**
 * Opens the CA of a site, or makes it if there is none. A damaged one is never replaced: every device of the site trusts it.
 *
 * @param folder of its files; `site-ca.pem` holds certificate and key, `ca.crt` is a copy of the certificate to hand out.
 * @throws SITE_CA_DAMAGED
 */
export async function openSiteCa(folder: string, site: string, clock: Clock): Promise<SiteCa> {
  privateFolder(folder);
  const file = join(folder, 'site-ca.pem');
  if (!existsSync(file)) {
    const made = await createAuthority(`Packproof site ${site}`, clock.now(), lifeMs);
    writePrivateFile(file, made.cert + made.key);
  }
  const authority = readAuthority(file);
  const certificate = readCertificate(authority.cert);
  if (certificate === null) throw damaged(file, 'it holds no certificate');
  writePrivateFile(join(folder, 'ca.crt'), authority.cert);
  return {
    certificate: authority.cert,
    fingerprint: fingerprintOf(certificate),
    sign: (wish) => signCertificate(authority, { ...wish, nowMs: clock.now() }),
  };
}

function readAuthority(file: string): CertificateAndKey {
  const text = readFile(file);
  const cert = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(text)?.[0] ?? '';
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text)?.[0] ?? '';
  if (!belongTogether({ cert, key }))
    throw damaged(file, 'its certificate and its key do not belong together');
  return { cert, key };
}

function readFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw damaged(file, messageOf(thrown));
  }
}

function damaged(file: string, detail: string) {
  return identityErrors.fault('SITE_CA_DAMAGED', `${file}: ${detail}`, { place: file });
}
