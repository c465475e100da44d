import { packetIdOf, SendWindow } from '../../gateway/fan-out/send-window.ts';
import { holds } from '../harness/breach.ts';
import { Disk, DiskFailed } from './disk.ts';
import type { GatewayNode } from './gateway-node.ts';

const limits = { events: 3, bytes: 1_000_000, ackTimeoutMs: 60_000 };

interface Delivery {
  readonly cursor: number;
  readonly id: string;
}

/** What one connection carries; both sides lose it together. */
interface Connection {
  /** Which life of the gateway it belongs to. */
  readonly life: number;
  readonly window: SendWindow;
  events: Delivery[];
  pubacks: number[];
  /** The newest event that came on this connection. */
  newest: number | null;
}

/**
 * A durable MQTT subscriber and the gateway's side of it: the real window over the log in memory, and its cursor, which the
 * gateway keeps only now and then (gateway/fan-out).
 */
export class PushSubscriber {
  /** The ids that it has taken, each stored before its PUBACK. */
  readonly disk: Disk<readonly string[]>;
  alive = false;
  readonly name: string;
  private readonly gateway: GatewayNode;
  private readonly movesEarly: boolean;
  private readonly tookAgain: () => void;
  private connection: Connection | null = null;

  constructor(name: string, gateway: GatewayNode, movesEarly: boolean, tookAgain: () => void = () => {}) {
    this.tookAgain = tookAgain;
    this.name = name;
    this.gateway = gateway;
    this.movesEarly = movesEarly;
    this.disk = new Disk<readonly string[]>([], { onPowerCut: () => this.crash(), onDurable: () => {} });
  }

  start(): void {
    this.alive = true;
  }

  crash(): void {
    this.alive = false;
    this.cut();
    this.disk.crash();
  }

  cut(): void {
    this.connection = null;
  }

  /** The gateway offers it the next entry of the log, on a new connection if there is none. */
  push(): void {
    this.endWithGateway();
    if (!this.alive || !this.gateway.alive) return;
    const cursor = this.gateway.log.consumer(this.name);
    this.connection ??= {
      life: this.gateway.ends,
      window: new SendWindow(limits, cursor, cursor),
      events: [],
      pubacks: [],
      newest: null,
    };
    const { connection } = this;
    const [event] = this.gateway.log.read({ after: connection.window.position, limit: 1 }).events;
    if (event === undefined) return;
    const cursorOfEvent = event.packproofcursor;
    const offered = connection.window.offer({ cursor: cursorOfEvent, qos: 1, bytes: 100, atMs: 0 });
    if (offered === 'sent') connection.events.push({ cursor: cursorOfEvent, id: event.id });
  }

  private endWithGateway(): void {
    if (!this.alive || !this.gateway.alive || this.connection?.life !== this.gateway.ends) this.cut();
  }

  /** An event arrives; it is acknowledged when it is stored. */
  take(): void {
    const { connection } = this;
    const event = connection?.events.shift();
    if (connection === null || event === undefined) return;
    const { newest } = connection;
    holds(
      newest === null || event.cursor > newest,
      () => `${this.name} gets ${event.cursor} behind ${newest} on one connection`,
    );
    connection.newest = event.cursor;
    if (this.disk.state.includes(event.id)) this.tookAgain();
    try {
      this.disk.write([...this.disk.state, event.id]);
      connection.pubacks.push(packetIdOf(event.cursor));
    } catch (thrown) {
      if (!(thrown instanceof DiskFailed)) throw thrown;
      // What it could not store it does not acknowledge; it connects anew and gets it again.
      this.cut();
    }
  }

  puback(): void {
    this.endWithGateway();
    const packetId = this.connection?.pubacks.shift();
    if (this.connection === null || packetId === undefined) return;
    this.connection.window.acked(packetId);
  }

  /** The gateway writes down how far the subscriber is. */
  keepCursor(): void {
    this.endWithGateway();
    if (this.connection === null || !this.gateway.alive) return;
    const { window } = this.connection;
    const cursor = this.movesEarly ? window.position : window.acknowledgedUpTo;
    try {
      this.gateway.log.moveConsumer(this.name, cursor, false);
    } catch (thrown) {
      if (!(thrown instanceof DiskFailed)) throw thrown;
    }
  }
}
