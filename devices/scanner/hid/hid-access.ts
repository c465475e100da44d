/** A HID interface of this machine, as the system lists it. */
export interface HidInfo {
  /** What `open` takes; on Linux the hidraw node. */
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  /** Empty where the device has none. */
  readonly serialNumber: string;
  /** The usage of its top-level collection; an interface with several is listed once for each. */
  readonly usagePage: number;
  readonly usage: number;
  /** Bus and ports as Linux numbers them: `1-2.4`; null where it cannot be told. */
  readonly port: string | null;
}

/** What an open interface reports. */
export interface HidEvents {
  /** An input report, with its id where the device uses ids. */
  report(bytes: Buffer): void;
  /** The device is gone or broken; nothing follows. */
  failed(message: string): void;
}

/** An open interface. What is sent begins with the report id, or 0 where the device has none. */
export interface HidHandle {
  sendOutput(bytes: Uint8Array): Promise<void>;
  sendFeature(bytes: Uint8Array): Promise<void>;
  /** Idempotent; no report follows. */
  close(): Promise<void>;
}

/** The HID devices of this machine as a port. Every method rejects with a reason for the person. */
export interface HidAccess {
  list(): Promise<readonly HidInfo[]>;
  open(path: string, events: HidEvents): Promise<HidHandle>;
  /** The report descriptor of an interface (HID 1.11, 6.2.2). */
  descriptor(path: string): Promise<Uint8Array>;
}
