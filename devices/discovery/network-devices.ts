import { Bonjour } from 'bonjour-service';
import type { Clock } from '../../kernel/clock.ts';
import type { DeviceRole, FoundDevice } from './found-device.ts';

interface NetworkService {
  /** Its name in DNS-SD (RFC 6763), without underscores. */
  readonly type: string;
  readonly role: DeviceRole;
  readonly scheme: string;
}

const services: readonly NetworkService[] = [
  { type: 'llrp', role: 'rfid', scheme: 'llrp' },
  { type: 'pdl-datastream', role: 'printer', scheme: 'tcp' },
];

/** The most devices that one look returns: a network can name any number. */
const mostFound = 500;

/**
 * Asks the local network by multicast DNS for RFID readers that speak LLRP and for printers that take raw data, and
 * listens for so long.
 */
export async function listNetworkDevices(listenMs: number, clock: Clock): Promise<FoundDevice[]> {
  const found = new Map<string, FoundDevice>();
  // A machine without a network cannot send the question; then there is nothing to find.
  const bonjour = new Bonjour({}, () => {});
  const browsers = services.map(({ type, role, scheme }) =>
    bonjour.find({ type }, ({ name, host, port, addresses }) => {
      const ip = addresses?.find((address) => address.includes('.')) ?? host;
      const address = `${scheme}://${ip}:${port}`;
      if (found.size >= mostFound) return;
      found.set(address, { attachment: 'network', role, address, node: null, name, usb: null, fault: null });
    }),
  );
  await new Promise<void>((resolve) => clock.after(listenMs, resolve));
  for (const browser of browsers) browser.stop();
  await new Promise<void>((resolve) => bonjour.destroy(resolve));
  return [...found.values()];
}
