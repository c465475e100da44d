import type { Socket } from 'node:net';
import type { SecureContextOptions, TlsOptions, Server as TlsServer } from 'node:tls';

/** What changes over the life of a listener: its certificate, and whose clients it believes. PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** The authorities of client certificates, one after another. */
  readonly ca: string;
}

/** Where a listener gets its certificate from, and hears of a new one. */
export interface TlsSource {
  readonly current: () => ServerTls;
  readonly onChange: (listener: () => void) => void;
}

/** TLS 1.2 only with forward secrecy and authenticated encryption (RFC 9325, 4.2.1); the suites of TLS 1.3 are all of that kind. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/**
 * A client certificate is asked for and not insisted on: who has none may come with a password or a code. Whether one counts is
 * decided by the registry of what was issued, so no more than the proof that the client holds its key is left to TLS.
 */
export function serverTlsOptions(tls: ServerTls): TlsOptions {
  return { ...contextOptions(tls), requestCert: true, rejectUnauthorized: false, handshakeTimeout: 5_000 };
}

/** For `setSecureContext`: new connections get the new certificate, open ones go on. */
export function contextOptions({ cert, key, ca }: ServerTls): SecureContextOptions {
  return { cert, key, ca, minVersion: 'TLSv1.2', ciphers, honorCipherOrder: true };
}

/**
 * The connections of a server that are in their TLS handshake. They are no connections of HTTP yet, so Node leaves them out when it
 * closes all of those, and a close would wait for them.
 */
export function watchHandshakes(server: TlsServer): { end(): void } {
  const sockets = new Map<string, Socket>();
  const keyOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  server.on('connection', (socket: Socket) => {
    const key = keyOf(socket);
    sockets.set(key, socket);
    socket.once('close', () => sockets.delete(key));
  });
  server.on('secureConnection', (secured) => sockets.delete(keyOf(secured)));
  return {
    end(): void {
      for (const socket of sockets.values()) socket.destroy();
    },
  };
}
