/** disconnected: the device is not there. failed: it is there and cannot be used; the detail beside it says why. */
export type DeviceState = 'connected' | 'disconnected' | 'failed';

/** News of a device's condition. */
export interface DeviceStateEvent {
  readonly kind: 'state';
  readonly state: DeviceState;
  readonly detail?: string;
}

/** Bytes that a device sent and that mean nothing. `hex` shows at most the first 512 of `bytes` bytes. */
export interface GarbledEvent {
  readonly kind: 'garbled';
  readonly reason: string;
  readonly hex: string;
  readonly bytes: number;
}
