import type { Clock } from '../../kernel/clock.ts';
import type { FoundDevice } from './found-device.ts';
import { listHidDevices } from './hid-devices.ts';
import { probeLlrpReader } from './llrp-probe.ts';
import { listNetworkDevices } from './network-devices.ts';
import { listSerialPorts } from './serial-ports.ts';
import { listUsbPrinters } from './usb-printers.ts';

export interface Listing {
  readonly devices: readonly FoundDevice[];
  /** What could not be looked at on this machine, and why. */
  readonly problems: readonly string[];
}

/**
 * Everything that can be found.
 *
 * @param listenMs how long to listen for devices of the network; 0 leaves the network alone.
 * @param readers addresses at which LLRP readers are asked for
 */
export async function listDevices(
  listenMs: number,
  clock: Clock,
  readers: readonly string[] = [],
): Promise<Listing> {
  const [serial, hid, network, asked] = await Promise.all([
    listSerialPorts(),
    listHidDevices(),
    listenMs > 0 ? listNetworkDevices(listenMs, clock) : [],
    Promise.all(readers.map((place) => probeLlrpReader(place, clock))),
  ]);
  return {
    devices: [...serial, ...hid.found, ...listUsbPrinters(), ...network, ...asked],
    problems: hid.problem === null ? [] : [`HID devices cannot be listed here: ${hid.problem}`],
  };
}
