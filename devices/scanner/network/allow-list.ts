import { BlockList, isIPv6 } from 'node:net';

/** Whether an address may send, by the addresses and networks that a configuration names; none named: all may. */
export function allowList(allowed: readonly string[] | undefined): (address: string | undefined) => boolean {
  if (allowed === undefined) return () => true;
  const list = new BlockList();
  for (const entry of allowed) {
    const [address = '', prefix] = entry.split('/');
    if (prefix === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(prefix), familyOf(address));
  }
  return (address) => {
    if (address === undefined) return false;
    const plain = plainAddress(address);
    return list.check(plain, familyOf(plain));
  };
}

/** A socket for both families shows IPv4 peers as IPv6 addresses (RFC 4291, 2.5.5.2), and link-local ones with a zone. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}
