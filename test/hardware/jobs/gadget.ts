import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GadgetOptions {
  readonly vendorId: number;
  readonly productId: number;
  readonly serial: string;
  /** Kernel functions: acm.usb0, printer.usb0 and so on, with their settings. */
  readonly functions: Readonly<Record<string, Readonly<Record<string, string | Buffer>>>>;
}

/** A USB device behind the guest's own USB host: the real drivers find it when it is plugged in. It starts unplugged. */
export class UsbGadget {
  private readonly folder: string;

  constructor(name: string, { vendorId, productId, serial, functions }: GadgetOptions) {
    this.folder = join('/sys/kernel/config/usb_gadget', name);
    mkdirSync(this.folder);
    this.set('idVendor', hex(vendorId));
    this.set('idProduct', hex(productId));
    mkdirSync(join(this.folder, 'strings/0x409'));
    this.set('strings/0x409/serialnumber', serial);
    this.set('strings/0x409/manufacturer', 'Packproof');
    this.set('strings/0x409/product', 'Test device');
    mkdirSync(join(this.folder, 'configs/c.1/strings/0x409'), { recursive: true });
    for (const [name, settings] of Object.entries(functions)) {
      const path = join(this.folder, 'functions', name);
      mkdirSync(path);
      for (const [key, value] of Object.entries(settings)) writeFileSync(join(path, key), value);
      symlinkSync(path, join(this.folder, 'configs/c.1', name));
    }
  }

  plug(): Promise<void> {
    return this.writeUdc(readdirSync('/sys/class/udc')[0] ?? '');
  }

  unplug(): Promise<void> {
    return this.writeUdc('');
  }

  private set(key: string, value: string): void {
    writeFileSync(join(this.folder, key), value);
  }

  /** By another process: the write waits for this one to let go of the device. */
  private async writeUdc(value: string): Promise<void> {
    await run('/bin/sh', ['-c', `echo "${value}" > ${join(this.folder, 'UDC')}`]);
  }
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
