import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { PackproofError } from '../../kernel/errors.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { RateMeter } from '../../kernel/operate/rate-meter.ts';
import { qrSvg } from '../../kernel/qr-code.ts';
import {
  enrolmentGrant,
  enrolmentRequest,
  handheldInvitation,
  invitationText,
  siteAuthority,
  stationInvitation,
  stationInvite,
} from '../../protocols/wire/enrolment.ts';
import { addHandheldEnrolment, maxEnrolmentBytes } from '../handheld/enrol-handheld.ts';
import type { SerialBlocks } from '../handheld/serial-blocks.ts';
import { type GrantSources, inviteStation, redeemCode } from '../identity/enrolment/enrolment.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';
import { madeCa } from './authority-routes.ts';

export interface EnrolmentRouteDeps extends GrantSources {
  readonly identity: SiteIdentity;
  readonly clock: Clock;
  readonly blocks: SerialBlocks;
}

/** Nobody types that many wrong codes. */
const wrongCodesPerMinute = 10;

/** How a station or a handheld joins the site: an operator makes a code, and whoever has it redeems it once. */
export function addEnrolmentRoutes(app: FastifyInstance, deps: EnrolmentRouteDeps): void {
  const { identity, clock } = deps;
  const wrongCodes = new RateMeter(wrongCodesPerMinute, clock);
  addHandheldEnrolment(app, { identity, blocks: deps.blocks, wrongCodes });
  const invite = {
    summary: 'Make a one-time code for a station',
    body: stationInvite,
    answer: stationInvitation,
  };
  app.post('/v1/enrolments', { config: { role: 'operator', doc: invite } }, async (request) => {
    const { station, gatewayUrl, minutes, handheld } = parseRequest(stationInvite, request.body);
    const { fingerprint } = (await identity.ca()).serving;
    const { code, expiresAt } = inviteStation(identity, station, minutes);
    const invitationOf = handheld ? handheldInvitation : invitationText;
    const text =
      gatewayUrl === undefined ? null : invitationOf({ gatewayUrl, code, caFingerprint: fingerprint });
    const { site } = identity;
    const shown = { invitation: text, qrSvg: text === null ? null : qrSvg(text) };
    return { v: 1, site, station, code, expiresAt, caFingerprint: fingerprint, ...shown };
  });
  const authority = { summary: "Read the site's CA certificate", answer: siteAuthority };
  app.get('/v1/enrolments/authority', { config: { role: 'public', doc: authority } }, async () => {
    const { certificate } = (await madeCa(identity)).serving;
    return { v: 1, site: identity.site, certificate };
  });
  const redeem = {
    summary: 'Enrol a station by its one-time code',
    body: enrolmentRequest,
    answer: enrolmentGrant,
  };
  const forAnyone = { config: { role: 'public', doc: redeem }, bodyLimit: maxEnrolmentBytes } as const;
  app.post('/v1/enrolments/redeem', forAnyone, async (request) => {
    const wanted = parseRequest(enrolmentRequest, request.body);
    if (wrongCodes.isSpent(request.ip))
      throw kernelErrors.fault('TOO_MANY_REQUESTS', `${request.ip} sent too many wrong codes`);
    try {
      return await redeemCode(identity, wanted, deps);
    } catch (thrown) {
      if (thrown instanceof PackproofError) wrongCodes.take(request.ip);
      throw thrown;
    }
  });
}
