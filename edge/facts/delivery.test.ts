import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis } from '../../protocols/wire/fact-chain.ts';
import { factBatch } from '../../protocols/wire/fact-delivery.ts';
import { receive } from '../../protocols/wire/fact-receiver.ts';
import { ackTopic, factsTopic, workTopic } from '../../protocols/wire/topics.ts';
import { Delivery } from './delivery.ts';
import { FactLog } from './fact-log.ts';

const site = 'HAM';
const station = 'S1';

/** A broker with a receiver that keeps in memory what a gateway keeps in its log. */
class SmallGateway {
  readonly kept: Fact[] = [];
  head: ChainHead = genesis;
  /** As long as it is deaf it takes messages and acknowledges nothing of its own. */
  deaf = false;
  readonly credentials: unknown[] = [];
  private broker: Aedes | undefined;
  private server: Server | undefined;
  private readonly sockets = new Set<Socket>();
  private port = 0;

  get url(): string {
    return `mqtt://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const broker = await Aedes.createBroker();
    broker.authenticate = (client, username, password, done) => {
      this.credentials.push([client.id, username, password?.toString()]);
      done(null, true);
    };
    broker.on('publish', (packet, client) => {
      if (client !== null && packet.topic === factsTopic(site, station)) this.take(packet.payload);
    });
    this.broker = broker;
    const server = createServer((socket) => {
      this.sockets.add(socket);
      broker.handle(socket);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
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
    const batch = factBatch.parse(JSON.parse(payload.toString()));
    const reception = receive(this.head, { site, station, fromGateway: false }, batch.facts, () => undefined);
    for (const one of reception.received) if (one.kind === 'fact') this.kept.push(one.fact);
    this.head = reception.head;
    this.publish(ackTopic(site, station), { v: 1, station, upTo: this.head.upTo, gap: reception.gap });
  }
}

let folder: string;
let facts: FactLog;
let gateway: SmallGateway;
let delivery: Delivery;
let pokes: number[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-delivery-'));
  facts = new FactLog({ path: join(folder, 'facts.sqlite'), site, station, keep: 100 });
  gateway = new SmallGateway();
  await gateway.start();
  pokes = [];
  delivery = new Delivery({
    facts,
    site,
    station,
    mqttUrl: gateway.url,
    token: 'a-token-of-the-station',
    clock: systemClock,
    log: createLog('test', 'silent'),
    report: () => ({}) as never,
    onPoke: (poke) => pokes.push(poke.cursor),
    onChange: () => {},
  });
});
afterEach(async () => {
  await delivery.stop();
  await gateway.stop();
  facts.close();
  rmSync(folder, { recursive: true });
});

function store(count: number): void {
  for (let n = 0; n < count; n += 1) {
    facts.commit({
      at: '2026-01-05T06:00:00.000Z',
      operator: null,
      drafts: [{ type: 'station.started', data: { boot: `boot-${facts.lastSeq}`, version: '0.1.0' } }],
    });
    delivery.factsStored();
  }
}
const arrived = (count: number) =>
  vi.waitFor(
    () => {
      expect(gateway.kept).toHaveLength(count);
      expect(facts.acknowledged).toBe(count);
    },
    { timeout: 8_000, interval: 5 },
  );

test('carries facts stored before and after the connection, under the station’s own name', async () => {
  store(1_200);
  delivery.start();
  await arrived(1_200);
  store(3);
  await arrived(1_203);
  expect(gateway.kept.map((fact) => fact.seq)).toEqual(Array.from({ length: 1_203 }, (_, n) => n + 1));
  expect(gateway.credentials).toEqual([['packproof-station:HAM:S1', 'S1', 'a-token-of-the-station']]);
  expect(facts.oldestHeld).toBeGreaterThan(1);
});

test('connects again by itself when the connection is cut, again and again', async () => {
  delivery.start();
  let stored = 0;
  for (let round = 0; round < 3; round += 1) {
    store(150);
    stored += 150;
    gateway.cut();
    await arrived(stored);
  }
});

test('brings everything to a gateway that was down, and to one that took messages and lost them', async () => {
  gateway.deaf = true;
  delivery.start();
  store(50);
  await vi.waitFor(() => expect(delivery.connected).toBe(true), { timeout: 5_000 });
  store(50);
  await gateway.stop();
  gateway.deaf = false;
  store(50);
  await gateway.start();
  await arrived(150);
});

test('hears pokes, and is not disturbed by messages that it does not understand', async () => {
  delivery.start();
  store(1);
  await arrived(1);
  gateway.publish(workTopic(site), 'nonsense');
  gateway.publish(ackTopic(site, station), { v: 2, upTo: 4_711 });
  gateway.publish(workTopic(site), { v: 1, epoch: 'e1', cursor: 17 });
  await vi.waitFor(() => expect(pokes).toEqual([17]));
  store(1);
  await arrived(2);
  expect(delivery.stopped).toBeNull();
});

test('stops with a reason if the gateway has facts that this station never made', async () => {
  delivery.start();
  store(2);
  await arrived(2);
  gateway.publish(ackTopic(site, station), { v: 1, station, upTo: 9, gap: null });
  await vi.waitFor(() => expect(delivery.stopped).toMatch(/up to 9, this log ends at 2/));
  store(1);
  expect(facts.lastSeq).toBe(3);
});
