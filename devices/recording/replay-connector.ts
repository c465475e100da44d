import type { Connection, ConnectionEvents, Connector } from '../line/connector.ts';
import type { ReplaySide } from './replay.ts';

/** Stands in for a device: what was recorded happens when the replay says so. */
export class ReplayConnector implements Connector, ReplaySide {
  readonly address: string;
  private events: ConnectionEvents | undefined;
  private opened = false;
  /** How many times the driver has written. */
  writes = 0;

  constructor(address: string) {
    this.address = address;
  }

  get isOpen(): boolean {
    return this.opened;
  }

  connect(events: ConnectionEvents): Connection {
    this.events = events;
    return {
      write: (_bytes, done) => {
        this.writes += 1;
        done(null);
      },
      close: () => this.end(events, undefined),
    };
  }

  /** @returns false if the driver does not ask for the device yet. */
  open(): boolean {
    if (this.events === undefined || this.opened) return this.opened;
    this.opened = true;
    this.events.opened();
    return true;
  }

  fail(missing: boolean, message: string): boolean {
    const { events } = this;
    if (events === undefined || this.opened) return false;
    this.events = undefined;
    events.failed(missing, message);
    return true;
  }

  bytes(bytes: Buffer): void {
    if (this.opened) this.events?.bytes(bytes);
  }

  close(detail: string | undefined): void {
    if (this.opened && this.events !== undefined) this.end(this.events, detail);
  }

  private end(events: ConnectionEvents, detail: string | undefined): void {
    if (this.events !== events) return;
    const wasOpen = this.opened;
    this.events = undefined;
    this.opened = false;
    if (wasOpen) events.closed(detail);
    else events.failed(true, 'it was given up');
  }
}
