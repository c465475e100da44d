import type { DeviceStateEvent } from '../device-state.ts';

/** What comes over a line, in order. A `connected` starts a new stream: bytes before and after it do not belong together. */
export type LineEvent = { readonly kind: 'bytes'; readonly bytes: Buffer } | DeviceStateEvent;

/**
 * A stream of bytes to one device, which comes and goes: a serial port, a TCP connection. It keeps trying to connect
 * from `start` to `close`. Drivers put their protocol on top and need not know what the bytes travel on.
 */
export interface Line {
  /** A path or `tcp://host:port`. */
  readonly address: string;
  start(listener: (event: LineEvent) => void): void;
  /**
   * Resolves when the operating system has taken all the bytes; that says nothing about the device.
   *
   * @throws DEVICE_NOT_CONNECTED, DEVICE_WRITE_FAILED (a part may have been sent)
   */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives up the present connection and makes a new one: for a device that has fallen silent. */
  reconnect(reason: string): void;
  /** Idempotent; no event arrives after it. */
  close(): Promise<void>;
}
