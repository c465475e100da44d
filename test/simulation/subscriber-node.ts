import type { FactEvent } from '../../protocols/wire/event.ts';
import { Disk, DiskFailed } from './disk.ts';
import type { GatewayNode } from './gateway-node.ts';

interface SubscriberState {
  readonly cursor: number;
  readonly taken: readonly FactEvent[];
}

const perPage = 5;

/** A back-office program that reads the log page by page and stores its effects together with its position. */
export class SubscriberNode {
  readonly disk: Disk<SubscriberState>;
  alive = false;
  private readonly gateway: GatewayNode;

  constructor(gateway: GatewayNode) {
    this.gateway = gateway;
    this.disk = new Disk<SubscriberState>(
      { cursor: 0, taken: [] },
      { onPowerCut: () => this.crash(), onDurable: () => {} },
    );
  }

  start(): void {
    this.alive = true;
  }

  crash(): void {
    this.alive = false;
    this.disk.crash();
  }

  /** One page; the gateway may be away, and then nothing happens. */
  poll(): void {
    if (!this.alive || !this.gateway.alive) return;
    const { cursor, taken } = this.disk.state;
    const page = this.gateway.log.read({ after: cursor, limit: perPage });
    if (page.events.length === 0) return;
    try {
      this.disk.write({ cursor: page.cursor, taken: [...taken, ...page.events] });
    } catch (thrown) {
      if (!(thrown instanceof DiskFailed)) throw thrown;
    }
  }
}
