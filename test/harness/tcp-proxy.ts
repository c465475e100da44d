import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way between two services that can be cut, slowed down, and made silent while it looks open. */
export class TcpProxy {
  port = 0;
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private silent = false;
  private delayMs = 0;

  constructor(targetPort: number) {
    this.server = createServer((client) => this.join(client, connect(targetPort, '127.0.0.1')));
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.port = (this.server.address() as { port: number }).port;
    return this.port;
  }

  /** Every connection that there is ends. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Connections are taken and stay open, and nothing comes through. What was held up then never comes: they end. */
  hush(silent: boolean): void {
    if (this.silent && !silent) this.cut();
    this.silent = silent;
  }

  delay(ms: number): void {
    this.delayMs = ms;
  }

  behave(): void {
    this.hush(false);
    this.delay(0);
  }

  close(): void {
    this.server.close();
    this.cut();
  }

  private join(client: Socket, server: Socket): void {
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        this.sockets.delete(socket);
        end();
      });
    }
    this.pump(client, server);
    this.pump(server, client);
  }

  private pump(from: Socket, to: Socket): void {
    let free = Promise.resolve();
    from.on('data', (bytes) => {
      if (this.silent) return;
      const { delayMs } = this;
      if (delayMs === 0) {
        free = free.then(() => void (to.destroyed || to.write(bytes)));
        return;
      }
      free = free.then(async () => {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        if (!to.destroyed) to.write(bytes);
      });
    });
  }
}
