import { createHash, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { Authenticate } from '../../kernel/http/http-access.ts';
import { stationCaller } from '../broker/admission.ts';
import { peerOf } from '../broker/peer.ts';
import { identityErrors } from './identity-errors.ts';
import type { SiteIdentity } from './site-identity.ts';

/**
 * Who asks over HTTP, besides the holders of configured tokens: by client certificate, by the secret of a client, or by the token
 * that a station connects to the broker with.
 */
export function createAuthenticate(
  identity: SiteIdentity,
  stationTokens: Readonly<Record<string, string>>,
): Authenticate {
  const stations = Object.entries(stationTokens).map(([station, token]) => ({
    station,
    hash: hashOf(token),
  }));

  function ofToken(token: string): Caller | null {
    const given = hashOf(token);
    const holder = stations.find(({ hash }) => timingSafeEqual(hash, given));
    if (holder === undefined) return identity.callerOfSecret(token) ?? null;
    if (!identity.identities.isRevoked({ kind: 'station', name: holder.station }))
      return stationCaller(holder.station);
    throw identityErrors.fault('IDENTITY_REVOKED', `station ${holder.station} was revoked`);
  }

  return ({ token, request }) => {
    if (token !== undefined) return ofToken(token);
    const fingerprint = certificateOf(request.raw.socket);
    if (fingerprint === null) return null;
    const caller = identity.callerOfCertificate(fingerprint);
    if (caller instanceof PackproofError) throw caller;
    return caller;
  };
}

const known = new WeakMap<Socket, string | null>();

/** Read once for each connection, which carries many requests. */
function certificateOf(socket: Socket): string | null {
  const before = known.get(socket);
  if (before !== undefined) return before;
  const { certificate } = peerOf(socket);
  known.set(socket, certificate);
  return certificate;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
