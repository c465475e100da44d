import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { PackproofError } from '../../kernel/errors.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import type { RateMeter } from '../../kernel/operate/rate-meter.ts';
import {
  type HandheldEnrolment,
  type HandheldGrant,
  handheldEnrolment,
  handheldEnrolmentMessage,
  handheldGrant,
} from '../../protocols/wire/handheld-enrolment.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { isSignedBy } from '../identity/enrolment/enrolment.ts';
import { keyIdOf } from '../identity/enrolment/fact-keys.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';
import { addHandheldRotation } from './rotate-handheld.ts';
import type { SerialBlocks } from './serial-blocks.ts';

/** Everyone may send this much, so it is no more than a request to enrol has. */
export const maxEnrolmentBytes = 16 * 1024;

export interface HandheldRouteDeps {
  readonly identity: SiteIdentity;
  readonly blocks: SerialBlocks;
  /** Wrong one-time codes of an address. */
  readonly wrongCodes: RateMeter;
}

/** How a browser becomes a station (docs/security.md). */
export function addHandheldEnrolment(app: FastifyInstance, deps: HandheldRouteDeps): void {
  addHandheldRotation(app, deps.identity);
  const { wrongCodes } = deps;
  const doc = {
    summary: 'Enrol a handheld by its one-time code',
    body: handheldEnrolment,
    answer: handheldGrant,
  };
  const forAnyone = { config: { role: 'public', doc }, bodyLimit: maxEnrolmentBytes } as const;
  app.post('/v1/enrolments/handheld', forAnyone, async (request) => {
    const wanted = parseRequest(handheldEnrolment, request.body);
    if (wrongCodes.isSpent(request.ip))
      throw kernelErrors.fault('TOO_MANY_REQUESTS', `${request.ip} sent too many wrong codes`);
    try {
      return enrolHandheld(deps, wanted);
    } catch (thrown) {
      if (thrown instanceof PackproofError) wrongCodes.take(request.ip);
      throw thrown;
    }
  });
}

/**
 * Enrols the browser that redeems a one-time code. The same one may ask again, if it lost the answer, as long as the code is good: it
 * gets a new secret, and the one before is good no more.
 *
 * @throws ENROLMENT_CODE_UNKNOWN, ENROLMENT_CODE_USED, ENROLMENT_CODE_EXPIRED, ENROLMENT_PROOF_INVALID, FACT_KEY_KNOWN
 */
function enrolHandheld({ identity, blocks }: HandheldRouteDeps, request: HandheldEnrolment): HandheldGrant {
  const { codes, certificates, identities, factKeys, db, log } = identity;
  const rawKey = Buffer.from(request.factKey, 'base64url');
  const device = createHash('sha256').update(rawKey).digest('hex');
  const open = codes.check(request.code, device);
  if (open instanceof PackproofError) throw open;
  if (!isSignedBy(rawKey, handheldEnrolmentMessage(request), request.proof))
    throw identityErrors.fault(
      'ENROLMENT_PROOF_INVALID',
      'the request is not signed with the key that it names',
    );
  const { station } = open;
  const owner = { kind: 'station' as const, name: station };
  const secret = `pph_${randomBytes(32).toString('base64url')}`;
  const sscc = db.transaction(() => {
    const first = codes.redeem(open.hash, device, null);
    identities.put(owner, { role: 'station', eventTypes: [], secret });
    // Whatever device had this name before is this station no more.
    certificates.replaceAll(owner);
    if (first) factKeys.replace(station, rawKey);
    return blocks.take(station, open.hash);
  })();
  identity.endConnections(owner);
  log.info(
    { event: 'identity.enrolled', station, key: keyIdOf(rawKey), handheld: true },
    `handheld ${station} was enrolled`,
  );
  return { v: 1, site: identity.site as SiteId, station: station as StationId, secret, sscc };
}
