import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { writePrivateFile } from '../../../kernel/tls/private-file.ts';
import type { ServerTls, TlsSource } from '../../../kernel/tls/tls-server.ts';
import {
  belongTogether,
  type CertificateAndKey,
  type CertificateNames,
  newTlsKey,
  publicKeyOf,
  readCertificate,
} from '../../../kernel/tls/tls-x509.ts';
import { identityErrors } from '../identity-errors.ts';
import type { SiteCa } from './site-ca.ts';

const dayMs = 24 * 60 * 60 * 1000;
const lifeMs = 30 * dayMs;
/** Renewed when a third of its life is left. */
const renewBeforeMs = 10 * dayMs;
const lookEveryMs = 60 * 60 * 1000;

interface ServerCertificateDeps {
  readonly ca: SiteCa;
  readonly clock: Clock;
  readonly log: Log;
}

/** A certificate that keeps itself up to date without a restart. */
export interface ServerCertificate extends TlsSource {
  /** Looks at once, as the CA of the site has changed. */
  refresh(): Promise<void>;
  stop(): void;
}

/** The gateway's own certificate from the site's CA: made anew before it expires, and when the names of this machine change. */
export async function ownServerCertificate(
  deps: ServerCertificateDeps,
  folder: string,
  names: readonly string[],
): Promise<ServerCertificate> {
  const file = join(folder, 'server.pem');
  return keptFresh(deps, async () => {
    const wanted = namesOfHere(names);
    const stored = readPair(file);
    if (stored !== null && isGood(stored.cert, deps, wanted)) return stored;
    const key = newTlsKey();
    const cert = await deps.ca.sign({
      commonName: names[0] ?? hostname(),
      names: wanted,
      publicKey: publicKeyOf(key),
      use: 'server',
      lifeMs,
    });
    writePrivateFile(file, cert + key);
    deps.log.info({ event: 'identity.server_certificate', ...wanted }, 'the gateway has a new certificate');
    return { cert, key };
  });
}

/** A certificate that others renew, such as one of a public CA: read again when the files have changed. @throws TLS_FILES_UNUSABLE */
export function serverCertificateOfFiles(
  deps: ServerCertificateDeps,
  certFile: string,
  keyFile: string,
): Promise<ServerCertificate> {
  return keptFresh(deps, async () => {
    const pair = { cert: readTlsFile(certFile), key: readTlsFile(keyFile) };
    if (belongTogether(pair)) return pair;
    throw identityErrors.fault('TLS_FILES_UNUSABLE', `${certFile} and ${keyFile} do not belong together`, {
      place: certFile,
    });
  });
}

export function readTlsFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw identityErrors.fault('TLS_FILES_UNUSABLE', messageOf(thrown), { place: file });
  }
}

/** Looks every hour; a failure then is logged, and what there is stays in use. */
async function keptFresh(
  { ca, clock, log }: ServerCertificateDeps,
  look: () => Promise<CertificateAndKey>,
): Promise<ServerCertificate> {
  const listeners: (() => void)[] = [];
  let pair = await look();
  let authorities = ca.bundle();
  let cancel = () => {};
  let stopped = false;
  const lookLater = () => {
    cancel();
    if (!stopped) cancel = clock.after(lookEveryMs, () => void lookAgain());
  };
  async function lookAgain(): Promise<void> {
    try {
      const found = await look();
      const changed = found.cert !== pair.cert || authorities !== ca.bundle();
      pair = found;
      authorities = ca.bundle();
      if (changed) for (const listener of listeners) listener();
    } catch (thrown) {
      log.error({ event: 'identity.certificate_not_renewed', err: thrown }, messageOf(thrown));
    }
    lookLater();
  }
  lookLater();
  const current = (): ServerTls => ({ ...pair, ca: authorities });
  return {
    current,
    onChange: (listener) => void listeners.push(listener),
    refresh: lookAgain,
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

function readPair(file: string): CertificateAndKey | null {
  try {
    const text = readFileSync(file, 'utf8');
    const at = text.indexOf('-----BEGIN PRIVATE KEY-----');
    const pair = { cert: text.slice(0, at), key: text.slice(at) };
    return belongTogether(pair) ? pair : null;
  } catch {
    return null;
  }
}

function isGood(pem: string, { ca, clock }: ServerCertificateDeps, wanted: CertificateNames): boolean {
  const certificate = readCertificate(pem);
  const authority = readCertificate(ca.serving.certificate);
  if (certificate === null || authority === null || !certificate.verify(authority.publicKey)) return false;
  if (Date.parse(certificate.validTo) - clock.now() < renewBeforeMs) return false;
  const dns = (wanted.dns ?? []).every((name) => certificate.checkHost(name) !== undefined);
  return dns && (wanted.ip ?? []).every((address) => certificate.checkIP(address) !== undefined);
}

/** Under which names devices may reach this machine: those of the configuration, its own, and its addresses. */
function namesOfHere(configured: readonly string[]): Required<Pick<CertificateNames, 'dns' | 'ip'>> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ address }) => !address.startsWith('fe80:'))
    .map(({ address }) => address);
  const all = new Set([...configured, hostname(), 'localhost', '127.0.0.1', '::1', ...addresses]);
  const names = [...all].filter((name) => name !== '');
  return {
    dns: names.filter((name) => isIP(name) === 0),
    ip: names.filter((name) => isIP(name) !== 0),
  };
}
