import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Fetch } from '../../kernel/tls/tls-fetch.ts';
import { createRequest, newTlsKey, readCertificate } from '../../kernel/tls/tls-x509.ts';
import {
  enrolmentGrant,
  identityState,
  type RenewalRequest,
  rotationMessage,
} from '../../protocols/wire/enrolment.ts';
import { newFactKey, openFactKey } from './fact-key.ts';
import type { PendingKeys } from './identity-store.ts';
import type { OwnIdentity } from './own-identity.ts';

const lookEveryMs = 10 * 60 * 1000;
const requestTimeoutMs = 10_000;

export interface UpkeepOptions {
  readonly identity: OwnIdentity;
  readonly gatewayUrl: string;
  /** With the station's certificate. */
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Renews the station's certificate when two thirds of its life are over or the site has a new CA, and its keys too when an operator asked for it. Whatever
 * fails is tried again in ten minutes; the old certificate is good until the new one was used.
 */
export function startUpkeep(options: UpkeepOptions): { readonly stop: () => void } {
  const { clock, log } = options;
  const aborting = new AbortController();
  let cancel = () => {};
  const look = async () => {
    try {
      await lookOnce(options, aborting.signal);
    } catch (thrown) {
      if (aborting.signal.aborted) return;
      log.warn({ event: 'identity.upkeep_failed' }, messageOf(thrown));
    }
    if (!aborting.signal.aborted)
      cancel = clock.after(lookEveryMs * (0.8 + 0.4 * Math.random()), () => void look());
  };
  void look();
  return {
    stop: () => {
      aborting.abort();
      cancel();
    },
  };
}

async function lookOnce(options: UpkeepOptions, signal: AbortSignal): Promise<void> {
  const { identity, clock, log } = options;
  const pending = identity.store.readPending();
  const interrupted = pending?.code === identity.stored.code ? pending : null;
  const state = interrupted === null ? await askState(options, signal) : null;
  const rotate = state?.rotate ?? true;
  if (!rotate && state?.renew !== true && !isDue(identity, clock)) return;
  const keys = rotate ? (interrupted ?? rotationKeys(identity)) : { ...identity.stored, tlsKey: newTlsKey() };
  const request = await renewalOf(identity, keys);
  const grant = enrolmentGrant.parse(await call(options, signal, '/v1/identity/renewals', request));
  const { factKey, tlsKey } = keys;
  const { certificate, authority, serverAuthorities } = grant;
  identity.replace({ ...identity.stored, factKey, tlsKey, certificate, authority, serverAuthorities });
  log.info(
    { event: 'identity.renewed', key: identity.keyId, rotated: rotate },
    'the certificate was renewed',
  );
}

/** What the gateway says of this station; whom to trust from now on is kept at once, before the gateway shows another certificate. */
async function askState(options: UpkeepOptions, signal: AbortSignal) {
  const { identity, log } = options;
  const state = identityState.parse(await call(options, signal, '/v1/identity?authorities=yes'));
  const { serverAuthorities } = state;
  if (serverAuthorities !== undefined && serverAuthorities !== identity.stored.serverAuthorities) {
    identity.replace({ ...identity.stored, serverAuthorities });
    log.info({ event: 'identity.authorities' }, 'the CAs of the site have changed');
  }
  return state;
}

/** Written down before they are announced: the gateway may take them and its answer be lost. */
function rotationKeys({ store, stored }: OwnIdentity): PendingKeys {
  const keys: PendingKeys = { v: 1, factKey: newFactKey(), tlsKey: newTlsKey(), code: stored.code };
  store.writePending(keys);
  return keys;
}

function isDue({ stored }: OwnIdentity, clock: Clock): boolean {
  const certificate = readCertificate(stored.certificate);
  if (certificate === null) return true;
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  return clock.now() > from + ((to - from) * 2) / 3;
}

async function renewalOf(
  { stored }: OwnIdentity,
  keys: { readonly factKey: string; readonly tlsKey: string },
): Promise<RenewalRequest> {
  const certificateRequest = await createRequest(stored.station, keys.tlsKey);
  if (keys.factKey === stored.factKey) return { v: 1, certificateRequest };
  const fresh = openFactKey(keys.factKey);
  const message = rotationMessage(stored, fresh.publicKey);
  const announcement = openFactKey(stored.factKey).sign(message);
  return {
    v: 1,
    certificateRequest,
    factKey: { key: fresh.publicKey, announcement, proof: fresh.sign(message) },
  };
}

async function call(
  options: UpkeepOptions,
  signal: AbortSignal,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const response = await options.fetch(new URL(path, options.gatewayUrl), {
    signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const { code, detail } = answer as { code?: string; detail?: string };
  throw new Error(`the gateway answered ${response.status} to ${path}: ${code} ${detail}`.slice(0, 300));
}
