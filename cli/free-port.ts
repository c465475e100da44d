import { createServer } from 'node:net';

/** How far behind the wanted port to look. */
const range = 100;

/** The wanted port of the loopback, or the next one that is free and not in `taken`. The port found is added to `taken`. */
export async function freePort(wanted: number, taken: Set<number>): Promise<number> {
  for (let port = wanted; port < wanted + range; port += 1) {
    if (!taken.has(port) && (await isPortFree(port))) {
      taken.add(port);
      return port;
    }
  }
  throw new Error(`no free port between ${wanted} and ${wanted + range - 1}`);
}

/** Whether nobody listens at a port of the loopback now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
