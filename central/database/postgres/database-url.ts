import { readFileSync } from 'node:fs';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { messageOf } from '../../../kernel/errors.ts';
import { isLoopback } from '../../../kernel/http/http-access.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';

/** Where the database is and who asks; of it only `place` may be shown. */
export interface DatabaseAddress {
  /** `host:port/database`, or the folder of a Unix socket in place of the host. */
  readonly place: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly tls: DatabaseTls;
}

const tlsModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type TlsMode = (typeof tlsModes)[number];

/** `sslmode` and the files of the URL, as libpq names them. */
interface DatabaseTls {
  readonly mode: TlsMode;
  readonly caFile: string | undefined;
  readonly certFile: string | undefined;
  readonly keyFile: string | undefined;
}

const known = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'host', 'user'];

/**
 * Reads `postgres://user:password@host:port/database?sslmode=verify-full&sslrootcert=/etc/ca.pem`. Without `sslmode` a
 * host that others can listen to is spoken to by TLS with its certificate verified, the loopback and Unix sockets
 * (`?host=/run/postgresql`) without.
 *
 * @returns what is wrong with it, as a sentence that never repeats the URL: it holds a password.
 */
export function readDatabaseUrl(text: string): DatabaseAddress | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['postgres:', 'postgresql:'].includes(url.protocol)) {
    return 'an address such as postgres://user@host:5432/packproof';
  }
  const query = url.searchParams;
  const stranger = [...query.keys()].find((name) => !known.includes(name));
  if (stranger !== undefined) return `the parameter ${stranger} is not known; there are ${known.join(', ')}`;
  const socket = query.get('host') ?? undefined;
  if (socket !== undefined && !socket.startsWith('/')) return 'host= names the folder of a Unix socket';
  const words = decoded([url.pathname.slice(1), url.username, url.password]);
  if (words === null) return 'a "%" in it is not followed by two hexadecimal digits';
  const [database = '', name = '', password = ''] = words;
  const user = query.get('user') ?? name;
  const host = socket ?? url.hostname.replace(/^\[(.+)\]$/, '$1');
  if (host === '' || database === '' || user === '') return 'it names no host, no database or no user';
  const tls = readTls(query, socket !== undefined || isLoopback(host));
  if (typeof tls === 'string') return tls;
  const port = Number(url.port || 5432);
  const place = `${url.hostname === '' ? host : url.hostname}:${port}/${database}`;
  return { place, host, port, database, user, password: password === '' ? undefined : password, tls };
}

function decoded(words: readonly string[]): string[] | null {
  try {
    return words.map(decodeURIComponent);
  } catch {
    return null;
  }
}

function readTls(query: URLSearchParams, isNear: boolean): DatabaseTls | string {
  const mode = query.get('sslmode') ?? (isNear ? 'disable' : 'verify-full');
  if (!isTlsMode(mode)) {
    // `prefer` and `allow` go on without TLS if somebody in between says that there is none.
    return `sslmode is one of ${tlsModes.join(', ')}`;
  }
  const file = (name: string) => query.get(name) ?? undefined;
  const tls = { mode, caFile: file('sslrootcert'), certFile: file('sslcert'), keyFile: file('sslkey') };
  if (mode === 'disable' && (tls.caFile ?? tls.certFile ?? tls.keyFile) !== undefined) {
    return 'it names certificates, but sslmode is disable';
  }
  if (mode === 'verify-ca' && tls.caFile === undefined) {
    return 'sslmode=verify-ca needs sslrootcert: any public authority would do else';
  }
  return tls;
}

function isTlsMode(mode: string): mode is TlsMode {
  return (tlsModes as readonly string[]).includes(mode);
}

/** What Node's TLS is told, with the files read; false without TLS. @throws DATABASE_UNUSABLE if a file cannot be read. */
export function tlsOptions({ tls, host }: DatabaseAddress): ConnectionOptions | false {
  if (tls.mode === 'disable') return false;
  const files = { ca: tls.caFile, cert: tls.certFile, key: tls.keyFile };
  const contents = Object.entries(files).flatMap(([name, path]) =>
    path === undefined ? [] : [[name, readPem(path)]],
  );
  return {
    ...(Object.fromEntries(contents) as { ca?: string; cert?: string; key?: string }),
    // As libpq: `require` with an authority verifies the chain, and only verify-full the name.
    rejectUnauthorized: tls.mode !== 'require' || tls.caFile !== undefined,
    checkServerIdentity: (_name, certificate) =>
      tls.mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  };
}

function readPem(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw kernelErrors.fault('DATABASE_UNUSABLE', `${path}: ${messageOf(thrown)}`, {
      place: path,
      cause: thrown,
    });
  }
}
