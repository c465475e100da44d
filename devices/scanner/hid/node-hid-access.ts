import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { accessFaultOf } from '../../discovery/access.ts';
import { sysfsRoot, usbIdentityOf } from '../../discovery/sysfs.ts';
import type { HidAccess, HidEvents, HidHandle, HidInfo } from './hid-access.ts';

/** All drivers of a station share one look at the devices in this time. */
const listMs = 500;

/** HID devices through node-hid, which is loaded when the first driver needs it. */
export function nodeHidAccess(clock: Clock): HidAccess {
  let listing: { readonly atMs: number; readonly found: Promise<readonly HidInfo[]> } | undefined;
  return {
    list: () => {
      const atMs = clock.monotonicMs();
      if (listing === undefined || atMs - listing.atMs >= listMs) listing = { atMs, found: listDevices() };
      return listing.found;
    },
    open: openDevice,
    descriptor: readDescriptor,
  };
}

async function loadLibrary() {
  try {
    return (await import('node-hid')).default;
  } catch (thrown) {
    throw new Error(`the HID library cannot be loaded: ${messageOf(thrown)}`);
  }
}

async function listDevices(): Promise<HidInfo[]> {
  const library = await loadLibrary();
  return (await library.devicesAsync()).flatMap((device) =>
    device.path === undefined
      ? []
      : [
          {
            path: device.path,
            vendorId: device.vendorId,
            productId: device.productId,
            serialNumber: device.serialNumber ?? '',
            usagePage: device.usagePage ?? 0,
            usage: device.usage ?? 0,
            port: usbIdentityOf('hidraw', basename(device.path))?.portPath ?? null,
          },
        ],
  );
}

async function openDevice(path: string, events: HidEvents): Promise<HidHandle> {
  const library = await loadLibrary();
  const device = await library.HIDAsync.open(path).catch((thrown: unknown) => {
    const fault = accessFaultOf(path);
    throw new Error(fault === null ? messageOf(thrown) : `${fault.message}; ${fault.remedy}`);
  });
  let closed: Promise<void> | undefined;
  device.on('data', (bytes: Buffer) => {
    if (closed === undefined) events.report(bytes);
  });
  // What it gives is a text, not an Error.
  device.on('error', (error: unknown) => {
    if (closed === undefined) events.failed(messageOf(error));
  });
  return {
    sendOutput: async (bytes) => {
      await device.write(Buffer.from(bytes));
    },
    sendFeature: async (bytes) => {
      await device.sendFeatureReport(Buffer.from(bytes));
    },
    close: () => {
      // A device that is gone cannot be closed any more than it is.
      closed ??= device.close().catch(() => {});
      return closed;
    },
  };
}

async function readDescriptor(path: string): Promise<Uint8Array> {
  if (process.platform !== 'linux') {
    throw new Error(
      'its report descriptor can be read on Linux only: give it as "descriptor", or set the scanner to a serial port (USB CDC)',
    );
  }
  return readFile(join(sysfsRoot, 'class/hidraw', basename(path), 'device/report_descriptor'));
}
