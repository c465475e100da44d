/**
 * What a connection reports: `opened` or `failed` once; after `opened` any bytes, then `closed` once. Only `failed` may
 * come before `connect` has returned.
 */
export interface ConnectionEvents {
  opened(): void;
  /** `missing`: the device is not there, rather than there and unusable. */
  failed(missing: boolean, message: string): void;
  bytes(chunk: Buffer): void;
  closed(detail?: string): void;
}

export interface Connection {
  /**
   * `done` is called once, with the error if the bytes could not be handed over. One write at a time; after an error
   * the connection is closed, as nobody knows which bytes the device has.
   */
  write(bytes: Uint8Array, done: (error: Error | null) => void): void;
  /** Ends the connection, or the attempt to open it; `closed` or `failed` follows. Idempotent. */
  close(): void;
}

/** One way to reach a device. It tries once per call and knows nothing of retries. */
export interface Connector {
  readonly address: string;
  connect(events: ConnectionEvents): Connection;
  /** Reports changes of what can be seen of the device without a connection; returns how to stop. */
  watch?(events: { appeared(): void; vanished(): void }): () => void;
}
