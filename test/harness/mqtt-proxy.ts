import { connect, createServer, type Server, type Socket } from 'node:net';
import mqtt, { type Packet } from 'mqtt-packet';

export interface Mischief {
  /** Chance per publish of being held back behind the next one. */
  readonly reorder: number;
  /** Chance per publish of being sent twice. */
  readonly duplicate: number;
  /** Chance per packet, either way, that the connection is cut instead. */
  readonly cut: number;
  /** Chance per publish, either way, of vanishing; its connection goes on. */
  readonly drop?: number;
  /** Nothing comes through, either way, and nobody is told. */
  readonly silent?: boolean;
  /** Longest delay of a packet, either way. */
  readonly delayMs: number;
}

/** A network between stations and their broker that delays, reorders, repeats and cuts, MQTT packet by MQTT packet. */
export class MqttProxy {
  readonly counts = { forwarded: 0, reordered: 0, duplicated: 0, dropped: 0, cut: 0 };
  port = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private mischief: Mischief;
  private readonly random: () => number;

  constructor(targetPort: number, mischief: Mischief, random: () => number) {
    this.mischief = mischief;
    this.random = random;
    this.server = createServer((client) => this.join(client, connect(targetPort, '127.0.0.1')));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as { port: number }).port;
    return this.port;
  }

  /** From now on the network is a good one. What was silent until now lost packets in the middle, and ends. */
  behave(): void {
    this.misbehave({});
  }

  misbehave(mischief: Partial<Mischief>): void {
    if (this.mischief.silent === true && mischief.silent !== true) this.cut();
    this.mischief = { reorder: 0, duplicate: 0, cut: 0, delayMs: 0, ...mischief };
  }

  /** Every connection that there is ends. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private join(client: Socket, broker: Socket): void {
    const end = () => {
      client.destroy();
      broker.destroy();
    };
    for (const socket of [client, broker]) {
      this.sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', end);
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    this.pump(client, broker, end);
    this.pump(broker, client, end);
  }

  /** Packets keep their order while they are delayed; only `reorder` changes it. */
  private pump(from: Socket, to: Socket, end: () => void): void {
    const parser = mqtt.parser();
    let held: Packet | null = null;
    let free = Promise.resolve();
    const send = (packet: Packet) => {
      const delayMs = this.random() * this.mischief.delayMs;
      free = free.then(async () => {
        if (delayMs >= 1) await new Promise((resolve) => setTimeout(resolve, delayMs));
        if (!to.destroyed) to.write(mqtt.generate(packet));
        this.counts.forwarded += 1;
      });
    };
    parser.on('packet', (packet: Packet) => {
      if (this.mischief.silent === true) return;
      if (packet.cmd === 'publish' && this.random() < (this.mischief.drop ?? 0)) {
        this.counts.dropped += 1;
        return;
      }
      if (this.random() < this.mischief.cut) {
        this.counts.cut += 1;
        end();
        return;
      }
      if (packet.cmd === 'publish' && held === null && this.random() < this.mischief.reorder) {
        held = packet;
        this.counts.reordered += 1;
        return;
      }
      send(packet);
      if (packet.cmd === 'publish' && this.random() < this.mischief.duplicate) {
        this.counts.duplicated += 1;
        send(packet);
      }
      if (held !== null) {
        send(held);
        held = null;
      }
    });
    parser.on('error', end);
    from.on('data', (bytes) => parser.parse(bytes as Buffer));
  }
}
