import { readFileSync, statSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { fileTrouble } from '../file-trouble.ts';
import { kernelErrors } from '../kernel-errors.ts';
import { belongTogether } from './tls-x509.ts';

/** What a client of our services trusts, and by what it shows who it is; PEM. */
export interface ClientTls {
  /** Instead of the authorities that the system knows. */
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  /** False: whoever answers is believed. Only to read what is then checked by a fingerprint. */
  readonly rejectUnauthorized?: false;
}

export type Fetch = typeof globalThis.fetch;

/**
 * `fetch` for connections with a certificate of one's own or of a site's CA. `current` is asked before each request: when it gives another
 * object, connections are made anew. The library behind it is loaded only if it is needed.
 */
export function createTlsFetch(current: () => ClientTls | null): Fetch {
  let made: { readonly of: ClientTls; readonly fetch: Fetch; close(): void } | undefined;
  return async (input, init) => {
    const tls = current();
    if (tls === null) return fetch(input, init);
    if (made?.of !== tls) {
      const before = made;
      made = { of: tls, ...(await connectionsWith(tls)) };
      before?.close();
    }
    return made.fetch(input, init);
  };
}

async function connectionsWith(tls: ClientTls): Promise<{ fetch: Fetch; close(): void }> {
  const undici = await import('undici');
  const dispatcher = new undici.Agent({ connect: { ...tls } });
  const tlsFetch = (input: string | URL, init: object) => undici.fetch(input, { ...init, dispatcher });
  // Requests that are under way end by themselves.
  return { fetch: tlsFetch as unknown as Fetch, close: () => void dispatcher.close() };
}

/** The files of a configuration that say what is trusted and who one is. @throws CONFIG_INVALID */
export function readClientTls(
  place: string,
  files: {
    readonly caFile?: string | undefined;
    readonly certFile?: string | undefined;
    readonly keyFile?: string | undefined;
  },
): ClientTls | null {
  const read = (name: keyof typeof files): string | null => {
    const file = files[name];
    try {
      return file === undefined ? null : readFileSync(file, 'utf8');
    } catch (thrown) {
      const at = { place: `${place}.${name}` };
      throw kernelErrors.fault('CONFIG_INVALID', `${at.place}: ${file}: ${fileTrouble(thrown)}`, at);
    }
  };
  const [ca, cert, key] = [read('caFile'), read('certFile'), read('keyFile')];
  if ((cert === null) !== (key === null))
    throw kernelErrors.fault('CONFIG_INVALID', `${place} needs both certFile and keyFile, or neither`, {
      place,
    });
  if (ca === null && cert === null) return null;
  return { ...(ca === null ? {} : { ca }), ...(cert === null || key === null ? {} : { cert, key }) };
}

const lookAgainMs = 5_000;

/**
 * The same files as others renew them: read again when they have changed, looked at every five seconds at most. What cannot be read or does
 * not fit together (somebody is just writing) leaves the last that did.
 *
 * @throws CONFIG_INVALID if they cannot be read at first
 */
export function followClientTls(
  place: string,
  files: Parameters<typeof readClientTls>[1],
  clock: Pick<Clock, 'monotonicMs'>,
): () => ClientTls | null {
  let current = readClientTls(place, files);
  let seen = marksOf(files);
  let lookedAtMs = clock.monotonicMs();
  return () => {
    const nowMs = clock.monotonicMs();
    if (current === null || nowMs - lookedAtMs < lookAgainMs) return current;
    lookedAtMs = nowMs;
    const marks = marksOf(files);
    if (marks === seen) return current;
    try {
      const fresh = readClientTls(place, files);
      if (fresh?.cert !== undefined && !belongTogether({ cert: fresh.cert, key: fresh.key ?? '' }))
        return current;
      current = fresh;
      seen = marks;
    } catch {
      // Looked at again soon.
    }
    return current;
  };
}

/** By which a changed file is told from an unchanged one. */
function marksOf(files: Parameters<typeof readClientTls>[1]): string {
  return [files.caFile, files.certFile, files.keyFile]
    .map((file) => (file === undefined ? '' : markOf(file)))
    .join(' ');
}

function markOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino}/${size}/${mtimeMs}`;
  } catch {
    return 'gone';
  }
}
