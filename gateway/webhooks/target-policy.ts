import { lookup as lookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { PackproofError } from '../../kernel/errors.ts';
import { isLoopback } from '../../kernel/http/http-access.ts';
import { webhookErrors } from './webhook-errors.ts';

/**
 * Never called, whatever the configuration says: link-local addresses, where clouds keep the keys of their machines, and what is
 * no address of one machine (IANA special-purpose address registries).
 */
const neverNetworks = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'ff00::/8',
];

/** Not public: called only where the configuration opens them (IANA special-purpose address registries, RFC 6890). */
const privateNetworks = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '::1/128',
  // An IPv4 address inside an IPv6 one: translation, 6to4 and Teredo.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/32',
  '2002::/16',
  '2001:db8::/32',
  'fc00::/7',
];

export type TargetPolicy = ReturnType<typeof createTargetPolicy>;

/**
 * Which addresses a webhook may call. An operator who can register a webhook must not be able to reach, through the gateway, what only
 * the gateway can reach: so addresses are judged where the connection is made, behind the name, and redirects are not followed.
 */
export function createTargetPolicy(allowNetworks: readonly string[]) {
  const never = listOf(neverNetworks);
  const isPrivate = listOf(privateNetworks);
  const allowed = listOf(allowNetworks);

  function mayCall(address: string): boolean {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (never.check(address, family)) return false;
    return !isPrivate.check(address, family) || allowed.check(address, family);
  }

  /** Why a URL can be no webhook, null if it can as far as can be said without its addresses. */
  function faultOf(text: string): PackproofError | null {
    const refuse = (message: string) =>
      webhookErrors.fault('WEBHOOK_URL_REFUSED', message, { place: 'body.url' });
    if (!URL.canParse(text)) return refuse('this is no URL');
    const url = new URL(text);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.username !== '' || url.password !== '')
      return refuse('a URL with a user name or password would be logged');
    if (url.hash !== '') return refuse('a fragment is never sent');
    if (isIP(host) !== 0 && !mayCall(host))
      return refuse(`${host} is no public address and not in webhooks.allowNetworks`);
    if (url.protocol === 'https:') return null;
    return url.protocol === 'http:' && isLoopback(host)
      ? null
      : refuse('outside the loopback a webhook is called over https only');
  }

  /** Resolves a name to those of its addresses that may be called; for the connection itself, so that no later answer of DNS counts. */
  const lookup: LookupFunction = (hostname, options, callback) => {
    lookupAddress(hostname, { ...options, all: true }, (fault, addresses) => {
      if (fault !== null) return callback(fault, '');
      const callable = addresses.filter(({ address }) => mayCall(address));
      const [first] = callable;
      if (first === undefined)
        return callback(
          webhookErrors.fault('WEBHOOK_URL_REFUSED', `${hostname} has no address that may be called`),
          '',
        );
      if (options.all === true) callback(null, callable);
      else callback(null, first.address, first.family);
    });
  };

  return { mayCall, faultOf, lookup };
}

/** `BlockList` judges an IPv4 address inside an IPv6 one (::ffff:0:0/96) as the IPv4 address. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix = ''] = network.split('/');
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}
