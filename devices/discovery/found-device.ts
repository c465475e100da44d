/** What a device is for, as far as its maker and model tell. */
export type DeviceRole = 'scanner' | 'rfid' | 'scale' | 'printer';

/** How it is attached: this decides which drivers can use it. */
type Attachment = 'serial' | 'hid-pos' | 'keyboard' | 'usb-printer' | 'network';

/** What a USB device says of itself, and where it is plugged in. */
export interface UsbIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly manufacturer: string | null;
  readonly product: string | null;
  /** Null for the many devices that have none; two of those are told apart by their port only. */
  readonly serialNumber: string | null;
  /** Bus and ports as Linux numbers them: `1-2.4`; null where it cannot be told. */
  readonly portPath: string | null;
}

/** Why a device that is there cannot be used, and what mends it. */
export interface AccessFault {
  readonly message: string;
  readonly remedy: string;
}

/** One device of this machine or its network, whether or not anything uses it. */
export interface FoundDevice {
  readonly attachment: Attachment;
  readonly role: DeviceRole | null;
  /** What a configuration should name: the path that stays the same across replugging, where there is one; an address. */
  readonly address: string;
  /** The device node that it leads to now; null if there is none. */
  readonly node: string | null;
  /** Maker and model for a person. */
  readonly name: string;
  readonly usb: UsbIdentity | null;
  readonly fault: AccessFault | null;
}
