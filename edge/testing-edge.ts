import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import type { Fact } from '../protocols/wire/fact.ts';
import { type ChainHead, genesis } from '../protocols/wire/fact-chain.ts';
import { factBatch } from '../protocols/wire/fact-delivery.ts';
import { receive } from '../protocols/wire/fact-receiver.ts';
import { ackTopic, factsTopic } from '../protocols/wire/topics.ts';
import { type WorkDocument, type WorkPage, workDocument } from '../protocols/wire/work.ts';
import { freePort } from '../test/harness/ports.ts';

/** A broker with a receiver that keeps in memory what a gateway keeps in its log. */
export class SmallGateway {
  readonly kept: Fact[] = [];
  head: ChainHead = genesis;
  /** As long as it is deaf it takes messages and acknowledges nothing of its own. */
  deaf = false;
  /** As long as it is shut it lets nobody in. */
  shut = false;
  readonly credentials: unknown[] = [];
  private readonly site: string;
  private readonly station: string;
  private broker: Aedes | undefined;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  constructor(site: string, station: string) {
    this.site = site;
    this.station = station;
  }

  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker();
    broker.authenticate = (client, username, password, done) => {
      this.credentials.push([client.id, username, password?.toString()]);
      if (this.shut) done(Object.assign(new Error('not authorized'), { returnCode: 5 as const }), false);
      else done(null, true);
    };
    broker.on('publish', (packet, client) => {
      if (client !== null && packet.topic === factsTopic(this.site, this.station)) this.take(packet.payload);
    });
    this.broker = broker;
    const server = createServer((socket) => {
      this.sockets.add(socket);
      broker.handle(socket);
    });
    this.server = server;
    this.port ||= await freePort();
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
  }

  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.broker?.close(() => resolve()));
    await new Promise<void>((resolve) => this.server?.close(() => resolve()));
  }

  publish(topic: string, message: unknown): void {
    this.broker?.publish(
      { cmd: 'publish', topic, payload: JSON.stringify(message), qos: 1, dup: false, retain: false },
      () => {},
    );
  }

  private take(payload: string | Buffer): void {
    if (this.deaf) return;
    const { site, station } = this;
    const batch = factBatch.parse(JSON.parse(payload.toString()));
    const reception = receive(this.head, { site, station, fromGateway: false }, batch.facts, () => undefined);
    for (const one of reception.received) if (one.kind === 'fact') this.kept.push(one.fact);
    this.head = reception.head;
    this.publish(ackTopic(site, station), { v: 1, station, ...this.head, gap: reception.gap });
  }
}

/** The work feed of a gateway, in memory. */
export class SmallWorkFeed {
  epoch = 'epoch-1';
  site = 'HAM';
  /** How many documents a page holds. */
  pageSize = 1_000;
  requests = 0;
  /** Answers with an error as long as it is set. */
  broken = false;
  readonly authorizations: unknown[] = [];
  private readonly documents: WorkDocument[] = [];
  private server: HttpServer | undefined;

  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo | null)?.port}`;
  }

  get cursor(): number {
    return this.documents.at(-1)?.cursor ?? 0;
  }

  put(kind: WorkDocument['kind'], id: string, version: number, data: unknown): void {
    this.documents.push(workDocument.parse({ kind, id, version, cursor: this.cursor + 1, data }));
  }

  /** The owner was set up anew. */
  startOver(epoch: string): void {
    this.epoch = epoch;
    this.documents.length = 0;
  }

  page(after: number, epoch: string | null): WorkPage {
    const from = epoch === null || epoch === this.epoch ? after : 0;
    const all = this.documents.filter((document) => document.cursor > from);
    const documents = all.slice(0, this.pageSize);
    return {
      v: 1,
      site: this.site as WorkPage['site'],
      epoch: this.epoch,
      documents,
      cursor: documents.at(-1)?.cursor ?? from,
      more: all.length > documents.length,
      asOf: '2026-01-05T06:00:00.000Z',
    };
  }

  async start(): Promise<void> {
    const server = createHttpServer((request, response) => {
      if (!request.url?.startsWith('/v1/work')) {
        response.statusCode = 404;
        response.end('{}');
        return;
      }
      this.requests += 1;
      this.authorizations.push(request.headers.authorization);
      const { searchParams } = new URL(request.url ?? '', 'http://localhost');
      const page = this.page(Number(searchParams.get('after')), searchParams.get('epoch'));
      response.statusCode = this.broken ? 503 : 200;
      response.end(JSON.stringify(this.broken ? {} : page));
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => this.server?.close(() => resolve()));
  }
}

export const gtins = { each: '09520001000010', pack: '19520001000017', other: '09520001000027' };

/** The settings of a site, two products and an order of three units of the first. */
export function putDemoWork(feed: SmallWorkFeed, orders: readonly string[] = ['SO-1']): void {
  feed.put('site', feed.site, 1, { name: 'Hamburg', gs1CompanyPrefix: '9520001' });
  feed.put('product', 'TEA', 1, {
    sku: 'TEA',
    name: 'Tea',
    packagings: [
      { gtin: gtins.each, level: 'each', units: 1 },
      { gtin: gtins.pack, level: 'case', units: 2 },
    ],
  });
  feed.put('product', 'CUP', 1, {
    sku: 'CUP',
    name: 'Cup',
    packagings: [{ gtin: gtins.other, level: 'each', units: 1 }],
  });
  for (const order of orders) feed.put('order', order, 1, orderOf(order));
}

export function orderOf(order: string, more: object = {}): object {
  return {
    order,
    status: 'released',
    customer: { id: 'C1', name: 'Anna' },
    shipTo: { name: 'Anna', street: 'Hafen 1', city: 'Hamburg', postalCode: '20457', country: 'DE' },
    promised: null,
    lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 3 }],
    ...more,
  };
}
