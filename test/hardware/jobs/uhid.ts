import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';

/** Numbers of linux/uhid.h. */
const types = {
  destroy: 1,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
};
const eventBytes = 4_380;
const usbBus = 3;

export interface UhidOptions {
  readonly name: string;
  /** Shown as the device's serial number. */
  readonly serial: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly descriptor: Buffer;
}

/** A HID device that exists as long as this object: the kernel's HID drivers bind to it as to one on a USB port. */
export class UhidDevice {
  /** What programs wrote to the device, oldest first. */
  readonly outputs: Buffer[] = [];
  private readonly file: number;
  private readonly timer: NodeJS.Timeout;

  constructor({ name, serial, vendorId, productId, descriptor }: UhidOptions) {
    this.file = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK);
    const event = Buffer.alloc(eventBytes);
    event.writeUInt32LE(types.create2, 0);
    event.write(name, 4);
    event.write(`packproof/${serial}`, 132);
    event.write(serial, 196);
    event.writeUInt16LE(descriptor.length, 260);
    event.writeUInt16LE(usbBus, 262);
    event.writeUInt32LE(vendorId, 264);
    event.writeUInt32LE(productId, 268);
    descriptor.copy(event, 280);
    writeSync(this.file, event);
    this.timer = setInterval(() => this.answer(), 5);
  }

  send(report: Uint8Array): void {
    const event = Buffer.alloc(6 + report.length);
    event.writeUInt32LE(types.input2, 0);
    event.writeUInt16LE(report.length, 4);
    event.set(report, 6);
    writeSync(this.file, event);
  }

  unplug(): void {
    clearInterval(this.timer);
    closeSync(this.file);
  }

  private answer(): void {
    const event = Buffer.alloc(eventBytes);
    for (;;) {
      try {
        readSync(this.file, event);
      } catch {
        return;
      }
      const type = event.readUInt32LE(0);
      if (type === types.output)
        this.outputs.push(Buffer.from(event.subarray(4, 4 + event.readUInt16LE(4100))));
      if (type === types.setReport) {
        this.outputs.push(Buffer.from(event.subarray(12, 12 + event.readUInt16LE(10))));
        this.reply(types.setReportReply, event.readUInt32LE(4), 0);
      }
      // No report can be read from it: EIO.
      if (type === types.getReport) this.reply(types.getReportReply, event.readUInt32LE(4), 5);
    }
  }

  private reply(type: number, id: number, error: number): void {
    const event = Buffer.alloc(eventBytes);
    event.writeUInt32LE(type, 0);
    event.writeUInt32LE(id, 4);
    event.writeUInt16LE(error, 8);
    writeSync(this.file, event);
  }
}
