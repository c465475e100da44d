import { createHash, timingSafeEqual } from 'node:crypto';
import type { IConnectPacket } from 'mqtt-packet';
import type { PackproofError } from '../../kernel/errors.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { parseStationClientId } from '../../protocols/wire/topics.ts';
import { gatewayErrors } from '../gateway-errors.ts';

export interface AdmissionRules {
  readonly site: string;
  readonly stationTokens: Readonly<Record<string, string>>;
  readonly subscriberTokens: Readonly<Record<string, string>>;
}

/** Where a connection belongs, or why it may not come in (with the return code of MQTT 3.1.1, 3.2.2.3). */
export type Admission =
  | { readonly kind: 'station' | 'subscriber' }
  | { readonly kind: 'refused'; readonly returnCode: 1 | 2 | 4 | 5; readonly fault: PackproofError };

type Refused = Extract<Admission, { kind: 'refused' }>;
type RefusalCode =
  | 'MQTT_PROTOCOL_UNSUPPORTED'
  | 'MQTT_CLIENT_ID_REFUSED'
  | 'MQTT_WILL_REFUSED'
  | 'MQTT_NOT_AUTHORIZED';

const stationPrefix = 'packproof-station:';
const maxClientIdLength = 200;

/** Decides by the CONNECT packet alone who comes in, and as what. */
export function admit(connect: IConnectPacket, rules: AdmissionRules): Admission {
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
  return connect.clientId.startsWith(stationPrefix)
    ? admitStation(connect, rules)
    : admitSubscriber(connect, rules);
}

function admitStation(connect: IConnectPacket, rules: AdmissionRules): Admission {
  const named = parseStationClientId(connect.clientId);
  if (named === null || named.site !== rules.site || !stationId.safeParse(named.station).success) {
    return refuse(2, 'MQTT_CLIENT_ID_REFUSED', `${connect.clientId} is no station of site ${rules.site}`);
  }
  if (isOpen(rules) || matches(ownEntry(rules.stationTokens, named.station), connect.password))
    return { kind: 'station' };
  return refuse(4, 'MQTT_NOT_AUTHORIZED', `station ${named.station} came without its token`);
}

function admitSubscriber(connect: IConnectPacket, rules: AdmissionRules): Admission {
  const name = connect.username ?? '';
  if (isOpen(rules) || matches(ownEntry(rules.subscriberTokens, name), connect.password))
    return { kind: 'subscriber' };
  return refuse(
    4,
    'MQTT_NOT_AUTHORIZED',
    `subscriber ${name.slice(0, 64) || '(no user name)'} came without its token`,
  );
}

/** Without any token the gateway serves its own machine only (main.ts sees to it), and takes everyone there. */
export function isOpen(rules: Pick<AdmissionRules, 'stationTokens' | 'subscriberTokens'>): boolean {
  return Object.keys(rules.stationTokens).length === 0 && Object.keys(rules.subscriberTokens).length === 0;
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
