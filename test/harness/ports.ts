import { readFileSync } from 'node:fs';
import { isPortFree } from '../../cli/free-port.ts';

const first = 10_000;

/** What this process gave away: a port between two lives of its service looks free. */
const given = new Set<number>();

/**
 * `count` ports of the loopback that are free now, for services that keep theirs over restarts and so cannot take port 0.
 *
 * They lie below the ports that the system gives to outgoing connections: one of those would otherwise be taken by some
 * connection before its service listens, or while it is down. Workers of a test run look in places of their own.
 */
export async function freePorts(count: number): Promise<number[]> {
  const end = firstOutgoingPort();
  const worker = Number(process.env.VITEST_POOL_ID ?? 0);
  let port = first + ((worker * 1_000 + Math.floor(Math.random() * 1_000)) % (end - first));
  const found: number[] = [];
  for (let tried = 0; found.length < count; tried += 1) {
    if (tried === end - first) throw new Error(`no ${count} free ports between ${first} and ${end}`);
    if (!given.has(port) && (await isPortFree(port))) {
      given.add(port);
      found.push(port);
    }
    port = port + 1 < end ? port + 1 : first;
  }
  return found;
}

export async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1);
  return port;
}

/** Linux says where they begin; elsewhere it is where IANA's dynamic ports do (RFC 6335, clause 6). */
function firstOutgoingPort(): number {
  if (process.platform !== 'linux') return 49_152;
  const [begin = ''] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').trim().split(/\s+/);
  const port = Number(begin);
  // A machine that gives every port to outgoing connections leaves none to prefer.
  return port > first + 1_000 ? port : 32_768;
}
