import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { fingerprintOf } from '../../kernel/tls/tls-x509.ts';

/** Who is at the other end, as far as the connection itself shows. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** SHA-256 of the certificate whose key the peer has shown to hold; null if it came without. */
  readonly certificate: string | null;
}

export function peerOf(socket: Socket): Peer {
  const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
  return {
    address: socket.remoteAddress ?? '?',
    port: socket.remotePort ?? 0,
    certificate: certificate === undefined ? null : fingerprintOf(certificate),
  };
}
