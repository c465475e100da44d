import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { z } from 'zod';
import { messageOf } from '../../kernel/errors.ts';
import { isLoopback } from '../../kernel/http/http-access.ts';
import { type ClientTls, createTlsFetch, type Fetch } from '../../kernel/tls/tls-fetch.ts';
import {
  belongTogether,
  createRequest,
  fingerprintOf,
  newTlsKey,
  readCertificate,
} from '../../kernel/tls/tls-x509.ts';
import {
  type EnrolmentGrant,
  enrolmentGrant,
  enrolmentMessage,
  siteAuthority,
} from '../../protocols/wire/enrolment.ts';
import { parseEnrolmentCode } from '../../protocols/wire/enrolment-code.ts';
import { edgeErrors } from '../edge-errors.ts';
import { newFactKey, openFactKey } from './fact-key.ts';
import { type IdentityStore, openIdentityStore, type PendingKeys } from './identity-store.ts';

const requestTimeoutMs = 15_000;

export interface EnrolOptions {
  /** Base URL of the gateway's HTTP service. */
  readonly gatewayUrl: string;
  readonly code: string;
  /** SHA-256 of the site's CA, as the invitation shows it; without it the gateway's certificate must be one that the system trusts. */
  readonly caFingerprint?: string | undefined;
  readonly dataDir: string;
}

export interface Enrolled {
  readonly site: string;
  readonly station: string;
  readonly keyId: string;
  readonly notAfter: string;
  /** It was enrolled by this very code before; nothing was asked. */
  readonly already: boolean;
}

/**
 * Makes this machine a station of a site: makes its keys, shows that it holds them, and stores what the gateway gives for the one-time
 * code. It may be run again after a failure, with the same code.
 *
 * @throws ENROLMENT_CODE_MISTYPED, ENROLMENT_NOT_TRUSTED, ENROLMENT_FAILED, STATION_IDENTITY_DAMAGED, STATION_IDENTITY_FOREIGN
 */
export async function enrolStation(options: EnrolOptions): Promise<Enrolled> {
  const code = parseEnrolmentCode(options.code);
  if (code === null)
    throw edgeErrors.fault('ENROLMENT_CODE_MISTYPED', 'the check character of the code does not fit');
  const store = openIdentityStore(options.dataDir);
  const before = store.read();
  const codeHash = createHash('sha256').update(code).digest('hex');
  if (before?.code === codeHash) return enrolledAs(before, true);
  assertPrivate(options.gatewayUrl);
  const ask = await trustedGateway(options);
  const keys = keysFor(store, codeHash);
  const grant = await ask('/v1/enrolments/redeem', enrolmentGrant, await requestOf(code, keys));
  assertFits(grant, keys, options.caFingerprint);
  if (before !== null && (before.site !== grant.site || before.station !== grant.station)) {
    const message = `${options.dataDir} is of station ${before.site}/${before.station}; the code was for ${grant.site}/${grant.station}`;
    throw edgeErrors.fault('STATION_IDENTITY_FOREIGN', message);
  }
  const { site, station, certificate, authority, serverAuthorities } = grant;
  const stored = { ...keys, site, station, certificate, authority, serverAuthorities };
  store.write(stored);
  return enrolledAs(stored, false);
}

function enrolledAs(
  stored: { site: string; station: string; factKey: string; certificate: string },
  already: boolean,
): Enrolled {
  const { site, station } = stored;
  const notAfter = readCertificate(stored.certificate)?.validTo ?? '';
  return { site, station, keyId: openFactKey(stored.factKey).keyId, notAfter, already };
}

/** The code and, later, passwords are not sent over networks in the clear. */
function assertPrivate(gatewayUrl: string): void {
  const { protocol, hostname } = new URL(gatewayUrl);
  if (protocol === 'https:' || isLoopback(hostname)) return;
  throw edgeErrors.fault('ENROLMENT_NOT_TRUSTED', `${gatewayUrl} is not encrypted; use https`, {
    place: gatewayUrl,
  });
}

type Ask = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  body?: unknown,
) => Promise<z.output<Schema>>;

/** The gateway, known by the fingerprint of its CA or by an authority that the system trusts, before anything secret is sent. */
async function trustedGateway({ gatewayUrl, caFingerprint }: EnrolOptions): Promise<Ask> {
  if (caFingerprint === undefined || gatewayUrl.startsWith('http:')) return asker(gatewayUrl, fetch);
  // Nothing is believed yet, and nothing is told: only the CA certificate is read, and held against its fingerprint.
  const blind: ClientTls = { rejectUnauthorized: false };
  const { certificate } = await asker(
    gatewayUrl,
    createTlsFetch(() => blind),
  )('/v1/enrolments/authority', siteAuthority);
  assertFingerprint(certificate, caFingerprint);
  const trusted = { ca: [certificate, ...rootCertificates].join('\n') };
  return asker(
    gatewayUrl,
    createTlsFetch(() => trusted),
  );
}

function asker(gatewayUrl: string, fetchOf: Fetch): Ask {
  return async (path, schema, body) => {
    const url = new URL(path, gatewayUrl);
    let response: Response;
    try {
      response = await fetchOf(url, {
        signal: AbortSignal.timeout(requestTimeoutMs),
        ...(body === undefined
          ? {}
          : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
    } catch (thrown) {
      throw edgeErrors.fault('ENROLMENT_FAILED', `${gatewayUrl}: ${reasonOf(thrown)}`, { cause: thrown });
    }
    const answer: unknown = await response.json().catch(() => null);
    const parsed = schema.safeParse(answer);
    if (response.ok && parsed.success) return parsed.data;
    throw refusalOf(gatewayUrl, response.status, answer);
  };
}

/** fetch hides what happened ("self-signed certificate") in the cause. */
function reasonOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return messageOf(cause ?? thrown);
}

function refusalOf(gatewayUrl: string, status: number, answer: unknown) {
  const { code, detail, remedy } = (answer ?? {}) as { code?: string; detail?: string; remedy?: string };
  const said = detail === undefined ? `answered ${status}` : `${detail} [${code}]\n  ${remedy}`;
  return edgeErrors.fault('ENROLMENT_FAILED', `${gatewayUrl}: ${said}`.slice(0, 1_000));
}

/** The same keys for the same code: the gateway may have taken them, though its answer was lost. */
function keysFor(store: IdentityStore, code: string): PendingKeys {
  const pending = store.readPending();
  if (pending?.code === code) return pending;
  const fresh: PendingKeys = { v: 1, factKey: newFactKey(), tlsKey: newTlsKey(), code };
  store.writePending(fresh);
  return fresh;
}

async function requestOf(code: string, keys: PendingKeys) {
  const key = openFactKey(keys.factKey);
  const certificateRequest = await createRequest('station', keys.tlsKey);
  const request = { v: 1 as const, code, certificateRequest, factKey: key.publicKey };
  return { ...request, proof: key.sign(enrolmentMessage(request)) };
}

function assertFits(grant: EnrolmentGrant, keys: PendingKeys, caFingerprint: string | undefined): void {
  if (caFingerprint !== undefined) assertFingerprint(grant.authority, caFingerprint);
  if (belongTogether({ cert: grant.certificate, key: keys.tlsKey })) return;
  throw edgeErrors.fault('ENROLMENT_FAILED', 'the gateway gave a certificate for another key');
}

function assertFingerprint(pem: string, expected: string): void {
  const certificate = readCertificate(pem);
  const found = certificate === null ? 'no certificate' : fingerprintOf(certificate);
  if (found === expected.replaceAll(':', '').trim().toLowerCase()) return;
  const message = `the CA of the gateway has the fingerprint ${found}, the invitation names ${expected}`;
  throw edgeErrors.fault('ENROLMENT_NOT_TRUSTED', message);
}
