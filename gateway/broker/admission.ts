import { createHash, timingSafeEqual } from 'node:crypto';
import type { IConnectPacket } from 'mqtt-packet';
import { PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { parseStationClientId } from '../../protocols/wire/topics.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { SiteIdentity } from '../identity/site-identity.ts';
import type { Peer } from './peer.ts';

export interface AdmissionRules {
  readonly site: string;
  /** Everyone who reaches the port may come in: it serves its own machine only. */
  readonly open: boolean;
  readonly stationTokens: Readonly<Record<string, string>>;
  readonly subscriberTokens: Readonly<Record<string, string>>;
  readonly identity: Pick<SiteIdentity, 'callerOfCertificate' | 'callerOfSecret' | 'identities'>;
}

/** Where a connection belongs and who it is, or why it may not come in (with the return code of MQTT 3.1.1, 3.2.2.3). */
export type Admission =
  | { readonly kind: 'station' | 'subscriber'; readonly caller: Caller }
  | { readonly kind: 'refused'; readonly returnCode: 1 | 2 | 4 | 5; readonly fault: PackproofError };

type Refused = Extract<Admission, { kind: 'refused' }>;
type RefusalCode =
  | 'MQTT_PROTOCOL_UNSUPPORTED'
  | 'MQTT_CLIENT_ID_REFUSED'
  | 'MQTT_WILL_REFUSED'
  | 'MQTT_NOT_AUTHORIZED';

const stationPrefix = 'packproof-station:';
const maxClientIdLength = 200;

/**
 * Decides who comes in, and as what: by the client certificate if there is one, else by user name and password. A client id names a
 * station or not; the certificate has to name the same.
 */
export function admit(connect: IConnectPacket, peer: Peer, rules: AdmissionRules): Admission {
  if (connect.protocolVersion !== 4)
    return refuse(1, 'MQTT_PROTOCOL_UNSUPPORTED', `version ${connect.protocolVersion}`);
  if (connect.clientId === '' && connect.clean !== true) {
    return refuse(
      2,
      'MQTT_CLIENT_ID_REFUSED',
      'an empty client id needs a clean session (MQTT 3.1.1, 3.1.3.1)',
    );
  }
  if (connect.clientId.length > maxClientIdLength)
    return refuse(2, 'MQTT_CLIENT_ID_REFUSED', 'the client id is too long');
  if (connect.will !== undefined)
    return refuse(5, 'MQTT_WILL_REFUSED', `${connect.clientId} wants to leave a will`);
  const known = peer.certificate === null ? null : rules.identity.callerOfCertificate(peer.certificate);
  if (known instanceof PackproofError) return { kind: 'refused', returnCode: 5, fault: known };
  return connect.clientId.startsWith(stationPrefix)
    ? admitStation(connect, known, rules)
    : admitSubscriber(connect, known, rules);
}

function admitStation(connect: IConnectPacket, known: Caller | null, rules: AdmissionRules): Admission {
  const named = parseStationClientId(connect.clientId);
  if (named === null || named.site !== rules.site || !stationId.safeParse(named.station).success) {
    return refuse(2, 'MQTT_CLIENT_ID_REFUSED', `${connect.clientId} is no station of site ${rules.site}`);
  }
  const { station } = named;
  if (known !== null) {
    if (known.kind === 'station' && known.name === station) return { kind: 'station', caller: known };
    return mismatch(known, `station ${station}`);
  }
  // A lost device may hold a token besides its certificate.
  if (rules.identity.identities.isRevoked({ kind: 'station', name: station })) {
    const fault = identityErrors.fault('IDENTITY_REVOKED', `station ${station} was revoked`);
    return { kind: 'refused', returnCode: 5, fault };
  }
  const holder = handheldOf(connect, station, rules);
  if (holder !== undefined) return { kind: 'station', caller: holder };
  if (rules.open || matches(ownEntry(rules.stationTokens, station), connect.password))
    return { kind: 'station', caller: stationCaller(station) };
  return refuse(4, 'MQTT_NOT_AUTHORIZED', `station ${station} came without its certificate or token`);
}

/** A station without a certificate that was enrolled with a secret: a browser. */
function handheldOf(
  { password }: IConnectPacket,
  station: string,
  { identity }: AdmissionRules,
): Caller | undefined {
  if (password === undefined) return undefined;
  const caller = identity.callerOfSecret(password.toString('utf8'), station);
  return caller?.kind === 'station' ? caller : undefined;
}

function admitSubscriber(connect: IConnectPacket, known: Caller | null, rules: AdmissionRules): Admission {
  const caller = known ?? subscriberOf(connect, rules);
  if (caller?.role === 'station') return mismatch(caller, `client ${connect.clientId}`);
  if (caller !== null) return { kind: 'subscriber', caller };
  const name = connect.username?.slice(0, 64) || '(no user name)';
  return refuse(4, 'MQTT_NOT_AUTHORIZED', `subscriber ${name} came without its certificate, token or secret`);
}

function subscriberOf({ username = '', password }: IConnectPacket, rules: AdmissionRules): Caller | null {
  if (matches(ownEntry(rules.subscriberTokens, username), password))
    return { kind: 'token', name: username, role: 'reader', eventTypes: '*' };
  const client =
    password === undefined ? undefined : rules.identity.callerOfSecret(password.toString('utf8'), username);
  if (client !== undefined) return client;
  return rules.open ? { kind: 'local', name: username, role: 'reader', eventTypes: '*' } : null;
}

/** A station that came without a certificate, on the loopback or with its token. */
export function stationCaller(name: string): Caller {
  return { kind: 'station', name, role: 'station', eventTypes: [] };
}

function mismatch(known: Caller, claimed: string): Refused {
  const message = `${claimed} came with the certificate of ${known.kind} ${known.name}`;
  return { kind: 'refused', returnCode: 5, fault: identityErrors.fault('IDENTITY_MISMATCH', message) };
}

function ownEntry(tokens: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(tokens, name) ? tokens[name] : undefined;
}

function matches(token: string | undefined, presented: Buffer | undefined): boolean {
  if (token === undefined || presented === undefined) return false;
  const digest = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(token), digest(presented));
}

function refuse(returnCode: Refused['returnCode'], code: RefusalCode, message: string): Refused {
  return { kind: 'refused', returnCode, fault: gatewayErrors.fault(code, message) };
}
