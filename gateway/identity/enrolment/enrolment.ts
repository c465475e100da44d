import { createHash, verify } from 'node:crypto';
import { isoInstant } from '../../../kernel/clock.ts';
import { PackproofError } from '../../../kernel/errors.ts';
import { publicKeyOfRequest } from '../../../kernel/tls/tls-x509.ts';
import {
  type EnrolmentGrant,
  type EnrolmentRequest,
  enrolmentMessage,
  type RenewalRequest,
  rotationMessage,
} from '../../../protocols/wire/enrolment.ts';
import type { SiteId, StationId } from '../../../protocols/wire/ids.ts';
import { identityErrors } from '../identity-errors.ts';
import type { SiteIdentity } from '../site-identity.ts';
import { keyIdOf, publicKeyFrom } from './fact-keys.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** What a station is given besides its certificate. */
export interface GrantSources {
  /** The CAs of the gateway's own certificate, in PEM; null if devices know them anyway. */
  readonly serverAuthorities: () => string | null;
}

/** Makes a one-time code for a station. @throws TOO_MANY_INVITATIONS */
export function inviteStation(identity: SiteIdentity, station: string, minutes: number) {
  const { code, expiresAtMs } = identity.codes.create(station, minutes * 60_000);
  identity.log.info(
    { event: 'identity.invited', station, minutes },
    `a code was made for station ${station}`,
  );
  return { code, expiresAt: isoInstant(expiresAtMs) };
}

/**
 * Enrols the device that redeems a one-time code. The same device may ask again, if it lost the answer, as long as the code is good.
 *
 * @throws ENROLMENT_CODE_UNKNOWN, ENROLMENT_CODE_USED, ENROLMENT_CODE_EXPIRED, ENROLMENT_PROOF_INVALID, FACT_KEY_KNOWN
 */
export async function redeemCode(
  identity: SiteIdentity,
  request: EnrolmentRequest,
  sources: GrantSources,
): Promise<EnrolmentGrant> {
  const { codes, certificates, identities, factKeys, config, db, log } = identity;
  // Before anything costly or that waits: many guesses at once are counted one after the other.
  const known = codes.check(request.code, '');
  if (known instanceof PackproofError && known.code !== 'ENROLMENT_CODE_USED') throw known;
  const rawKey = Buffer.from(request.factKey, 'base64url');
  const publicKey = await publicKeyOfRequest(request.certificateRequest);
  const proven = isSignedBy(rawKey, enrolmentMessage(request), request.proof);
  const device = createHash('sha256')
    .update(rawKey)
    .update(publicKey ?? '')
    .digest('hex');
  const open = codes.check(request.code, device);
  if (open instanceof PackproofError) throw open;
  if (publicKey === null || !proven) throw unproven();
  const { station } = open;
  if (open.certificate !== null) return grant(identity, station, open.certificate, sources);
  const owner = { kind: 'station' as const, name: station };
  const ca = await identity.ca();
  const certificate = await certificates.sign(ca, owner, publicKey, config.stationDays * dayMs);
  db.transaction(() => {
    if (!codes.redeem(open.hash, device, certificate))
      throw identityErrors.fault(
        'ENROLMENT_CODE_USED',
        'the one-time code was used by another device just now',
      );
    identities.put(owner, { role: 'station', eventTypes: [] });
    // Whatever device had this name before is this station no more.
    certificates.replaceAll(owner);
    certificates.keep(ca, owner, certificate);
    factKeys.replace(station, rawKey);
  })();
  identity.endConnections(owner);
  log.info({ event: 'identity.enrolled', station, key: keyIdOf(rawKey) }, `station ${station} was enrolled`);
  return grant(identity, station, certificate, sources);
}

/**
 * Gives an enrolled station a new certificate and, if it announces one, puts a new fact key in the place of its old one. The old
 * certificate is good until the new one is first used.
 *
 * @throws ENROLMENT_PROOF_INVALID, FACT_KEY_KNOWN
 */
export async function renewStation(
  identity: SiteIdentity,
  station: string,
  request: RenewalRequest,
  sources: GrantSources,
): Promise<EnrolmentGrant> {
  const { certificates, identities, config, db, log } = identity;
  const owner = { kind: 'station' as const, name: station };
  const publicKey = await publicKeyOfRequest(request.certificateRequest);
  if (publicKey === null) throw unproven();
  const lifeMs = config.stationDays * dayMs;
  const ca = await identity.ca();
  const certificate = await certificates.sign(ca, owner, publicKey, lifeMs);
  db.transaction(() => {
    certificates.keep(ca, owner, certificate);
    if (request.factKey === undefined) return;
    replaceFactKey(identity, station, request.factKey);
    identities.wantRotation(owner, false);
  })();
  const rotated = request.factKey !== undefined;
  log.info({ event: 'identity.renewed', station, rotated }, `station ${station} has a new certificate`);
  return grant(identity, station, certificate, sources);
}

/** A station that lost the answer announces the same key again: then it is the valid one already. */
function replaceFactKey(
  { site, factKeys }: SiteIdentity,
  station: string,
  { key, announcement, proof }: NonNullable<RenewalRequest['factKey']>,
): void {
  const raw = Buffer.from(key, 'base64url');
  const message = Buffer.from(rotationMessage({ site, station }, key));
  const valid = factKeys.validOf(station);
  const known = valid?.keyId === keyIdOf(raw);
  const announced =
    known ||
    (valid !== undefined && verify(null, message, valid.publicKey, Buffer.from(announcement, 'base64url')));
  if (!announced || !isSignedBy(raw, message.toString(), proof)) throw unproven();
  if (!known) factKeys.replace(station, raw);
}

async function grant(
  identity: SiteIdentity,
  station: string,
  certificate: string,
  { serverAuthorities }: GrantSources,
): Promise<EnrolmentGrant> {
  const ca = await identity.ca();
  return {
    v: 1,
    site: identity.site as SiteId,
    station: station as StationId,
    certificate,
    authority: ca.serving.certificate,
    serverAuthorities: serverAuthorities(),
  };
}

/** Whether a text was signed with the Ed25519 key of these 32 bytes; signature in base64url. */
export function isSignedBy(rawKey: Buffer, message: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(message), publicKeyFrom(rawKey), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

function unproven(): PackproofError {
  return identityErrors.fault(
    'ENROLMENT_PROOF_INVALID',
    'the request is not signed with the keys that it names',
  );
}
