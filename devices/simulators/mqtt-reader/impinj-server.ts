import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ImpinjServerOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly username: string;
  readonly password: string;
  /** PEM of key and certificate; without them it speaks HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

export interface ImpinjServerPorts {
  /** What GET /status tells. */
  readonly status: () => object;
  readonly isMuted: () => boolean;
  /** Starts a preset, or stops (null); false where that is so already. */
  readonly run: (preset: string | null) => boolean;
}

/** The REST interface and the event stream of a simulated Impinj reader. */
export class ImpinjServer {
  private readonly options: ImpinjServerOptions;
  private readonly ports: ImpinjServerPorts;
  private readonly streams = new Set<ServerResponse>();
  private server: Server | undefined;
  private port: number;

  constructor(options: ImpinjServerOptions, ports: ImpinjServerPorts) {
    this.options = options;
    this.ports = ports;
    this.port = options.port;
  }

  get url(): string {
    return `${this.options.tls === undefined ? 'http' : 'https'}://${this.options.host}:${this.port}`;
  }

  /** Listens, after the first time at the same port. */
  async open(): Promise<void> {
    const { host, tls } = this.options;
    const answer = (request: IncomingMessage, response: ServerResponse) => this.answer(request, response);
    const server = tls === undefined ? createHttpServer(answer) : createHttpsServer({ ...tls }, answer);
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, host, () => resolve());
    });
    this.port = (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  write(text: string, byteByByte: boolean): void {
    for (const stream of this.streams) {
      if (byteByByte) for (const byte of Buffer.from(text)) stream.write(Buffer.of(byte));
      else stream.write(text);
    }
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.ports.isMuted()) return;
    const { username, password } = this.options;
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    if (request.headers.authorization !== basic) {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      return;
    }
    const path = `${request.method} ${request.url}`;
    const preset = /^POST \/api\/v1\/profiles\/inventory\/presets\/([^/]+)\/start$/.exec(path)?.[1];
    if (path === 'GET /api/v1/data/stream') this.stream(response);
    else if (path === 'GET /api/v1/status') {
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(this.ports.status()));
    } else if (preset !== undefined || path === 'POST /api/v1/profiles/stop') {
      response.writeHead(this.ports.run(preset ?? null) ? 204 : 409).end();
    } else response.writeHead(404).end();
  }

  private stream(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
    response.on('error', () => {});
  }
}
