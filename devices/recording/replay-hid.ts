import type { HidAccess, HidEvents, HidHandle, HidInfo } from '../scanner/hid/hid-access.ts';
import type { ReplaySide } from './replay.ts';

const path = 'recording';
const anyScanner = { vendorId: 0, productId: 0, serialNumber: '', usagePage: 0x8c, usage: 2, port: null };

/** Stands in for a HID device: it is plugged in, reports and goes when the replay says so. */
export class ReplayHid implements HidAccess, ReplaySide {
  private info: HidInfo | undefined;
  private events: HidEvents | undefined;
  private reportDescriptor = new Uint8Array(0);
  private tellKnown = () => {};
  /** A recording begins with a device, not with how long it was looked for. */
  private readonly known = new Promise<void>((resolve) => {
    this.tellKnown = resolve;
  });
  /** How many reports the driver has sent. */
  writes = 0;

  get isOpen(): boolean {
    return this.events !== undefined;
  }

  async list(): Promise<readonly HidInfo[]> {
    await this.known;
    return this.info === undefined ? [] : [this.info];
  }

  async descriptor(): Promise<Uint8Array> {
    return this.reportDescriptor;
  }

  async open(_path: string, events: HidEvents): Promise<HidHandle> {
    this.events = events;
    const sent = async () => {
      this.writes += 1;
    };
    return {
      sendOutput: sent,
      sendFeature: sent,
      close: async () => {
        if (this.events === events) this.events = undefined;
      },
    };
  }

  describe(descriptor: Uint8Array<ArrayBuffer>): void {
    this.reportDescriptor = descriptor;
  }

  /** Plugs it in. */
  plug(identity: Omit<HidInfo, 'path'> = anyScanner): void {
    this.info = { path, ...identity };
    this.tellKnown();
  }

  /** Nothing will be plugged in any more. */
  finish(): void {
    this.tellKnown();
  }

  bytes(bytes: Buffer): void {
    this.events?.report(bytes);
  }

  close(detail: string | undefined): void {
    this.info = undefined;
    this.events?.failed(detail ?? 'it was unplugged');
    this.events = undefined;
  }
}
