import type { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { privateFolder, writePrivateFile } from '../../../kernel/tls/private-file.ts';
import {
  belongTogether,
  type CertificateAndKey,
  type CertificateWish,
  createAuthority,
  fingerprintOf,
  readCertificate,
  signCertificate,
} from '../../../kernel/tls/tls-x509.ts';
import { identityErrors } from '../identity-errors.ts';

const lifeMs = 20 * 365 * 24 * 60 * 60 * 1000;

/** One authority of a site, as everyone may know it. */
export interface Authority {
  /** In PEM. */
  readonly certificate: string;
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly notAfter: string;
}

/**
 * serving: signs the gateway's own certificate, and invitations name it. next: a new one, which signs the certificates of stations and
 * clients already, and which everyone gets to know before the gateway shows a certificate of it. old: signs nothing, counts until it is dropped.
 */
export type AuthorityRole = 'serving' | 'next' | 'old';

/** The certificate authorities of one site, which live at its gateway: one, and two while the one takes the place of the other. */
export interface SiteCa {
  readonly serving: Authority;
  /** Signs the certificates of stations and clients: the newest. */
  readonly issuing: Authority;
  /** All that count, the serving one first. */
  trusted(): readonly (Authority & { readonly role: AuthorityRole })[];
  /** All that count, as one PEM text. */
  bundle(): string;
  sign(wish: Omit<CertificateWish, 'nowMs'>): Promise<string>;
  /** The fingerprint of the one that signed a certificate; null if none of these did. */
  signerOf(certificate: X509Certificate): string | null;
  /** Makes a new one beside the one that there is. @throws AUTHORITY_ROLL_UNDER_WAY */
  begin(): Promise<Authority>;
  /** The new one signs the gateway's own certificate from now on. @throws AUTHORITY_ROLL_NOT_BEGUN */
  serveNext(): Authority;
  /** The old one counts no more. @throws AUTHORITY_ROLL_NOT_BEGUN */
  drop(): Authority;
}

/** In a gateway's identity folder; with this name the gateway had its only one from the beginning. */
const servingFile = 'site-ca.pem';
const nextFile = 'site-ca-next.pem';
/** The certificate alone: nothing is signed with its key any more. */
const oldFile = 'site-ca-old.pem';

type KeptAuthority = Authority & CertificateAndKey;

/** Whether there is one already. */
export const hasSiteCa = (folder: string): boolean => existsSync(join(folder, servingFile));

/**
 * Opens the CA of a site, or makes it if there is none. A damaged one is never replaced: every device of the site trusts it.
 *
 * @param folder of its files; `site-ca.pem` holds certificate and key, `ca.crt` are the certificates that count, to hand out.
 * @throws SITE_CA_DAMAGED
 */
export async function openSiteCa(folder: string, site: string, clock: Clock): Promise<SiteCa> {
  privateFolder(folder);
  const at = (name: string) => join(folder, name);
  const make = async (name: string, title: string) => {
    const { cert, key } = await createAuthority(title, clock.now(), lifeMs);
    writePrivateFile(at(name), cert + key);
    return readKept(at(name));
  };
  let serving = hasSiteCa(folder)
    ? readKept(at(servingFile))
    : await make(servingFile, `Packproof site ${site}`);
  let next = existsSync(at(nextFile)) ? readKept(at(nextFile)) : null;
  let old = existsSync(at(oldFile)) ? readOld(at(oldFile)) : null;
  // A stop in the midst of the change left the old one where it was: then it is the serving one still.
  if (old?.fingerprint === serving.fingerprint) old = null;
  let rolling = false;

  const trusted = () => [
    { ...known(serving), role: 'serving' as const },
    ...(next === null ? [] : [{ ...known(next), role: 'next' as const }]),
    ...(old === null ? [] : [{ ...known(old), role: 'old' as const }]),
  ];
  const bundle = () =>
    trusted()
      .map(({ certificate }) => certificate)
      .join('');
  const handOut = () => writePrivateFile(at('ca.crt'), bundle());
  handOut();

  return {
    get serving() {
      return known(serving);
    },
    get issuing() {
      return known(next ?? serving);
    },
    trusted,
    bundle,
    sign: (wish) =>
      signCertificate(wish.use === 'server' ? serving : (next ?? serving), { ...wish, nowMs: clock.now() }),
    signerOf: (certificate) =>
      trusted().find((each) => isSignedBy(certificate, each.certificate))?.fingerprint ?? null,
    async begin() {
      if (rolling || next !== null || old !== null)
        throw identityErrors.fault('AUTHORITY_ROLL_UNDER_WAY', `there are ${trusted().length} CAs already`);
      rolling = true;
      try {
        // By another name than the one before, so that people can tell them apart.
        next = await make(nextFile, `Packproof site ${site} ${isoInstant(clock.now()).slice(0, 10)}`);
      } finally {
        rolling = false;
      }
      handOut();
      return known(next);
    },
    serveNext() {
      if (next === null) throw identityErrors.fault('AUTHORITY_ROLL_NOT_BEGUN', 'there is no new CA');
      writePrivateFile(at(oldFile), serving.certificate);
      renameSync(at(nextFile), at(servingFile));
      [old, serving, next] = [serving, next, null];
      handOut();
      return known(serving);
    },
    drop() {
      if (old === null) throw identityErrors.fault('AUTHORITY_ROLL_NOT_BEGUN', 'there is no old CA');
      const dropped = known(old);
      rmSync(at(oldFile), { force: true });
      old = null;
      handOut();
      return dropped;
    },
  };
}

function isSignedBy(certificate: X509Certificate, authority: string): boolean {
  const key = readCertificate(authority)?.publicKey;
  return key !== undefined && certificate.verify(key);
}

/** Without the key. */
function known({ certificate, fingerprint, notAfter }: Authority): Authority {
  return { certificate, fingerprint, notAfter };
}

function readKept(file: string): KeptAuthority {
  const text = readFile(file);
  const cert = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/.exec(text)?.[0] ?? '';
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/.exec(text)?.[0] ?? '';
  if (!belongTogether({ cert, key }))
    throw damaged(file, 'its certificate and its key do not belong together');
  return { ...authorityOf(cert, file), cert, key };
}

const readOld = (file: string): Authority => authorityOf(readFile(file), file);

function authorityOf(pem: string, file: string): Authority {
  const certificate = readCertificate(pem);
  if (certificate === null) throw damaged(file, 'it holds no certificate');
  const notAfter = isoInstant(Date.parse(certificate.validTo));
  return { certificate: pem, fingerprint: fingerprintOf(certificate), notAfter };
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
