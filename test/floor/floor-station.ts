import { expect, vi } from 'vitest';
import { TestStation } from '../../edge/fulfilment/testing-station.ts';
import { FloorBook } from '../../edge/work/floor-book.ts';
import { factWriters } from '../../gateway/floor/testing-facts.ts';
import type { RunningGateway } from '../../gateway/main.ts';
import { type TestStation as Connection, connectStation, testSite } from '../../gateway/testing-gateway.ts';
import { systemClock } from '../../kernel/clock.ts';
import type { FactDraft, KnownFact } from '../../protocols/wire/fact.ts';
import { type FloorPage, floorPage } from '../../protocols/wire/floor.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import { type SiteRules, siteRules } from '../../protocols/wire/work/site-rules.ts';

const tokens: Readonly<Record<string, string>> = {
  S1: 'station-one-0123456789',
  S2: 'station-two-0123456789',
  S3: 'station-three-0123456789',
};
const operator = 'operator-token-0123456789';
const sync = 'sync-token-0123456789';

/** Settings of a gateway with these stations. */
export const floorSettings = {
  http: { port: 0, tokens: { [operator]: 'operator', [sync]: 'sync' } },
  mqtt: { port: 0, stationTokens: tokens },
};

async function ask<Body>(base: string, method: string, path: string, token: string, body?: unknown) {
  const response = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as Body;
}

export const askOperator = <Body>(base: string, method: string, path: string, body?: unknown) =>
  ask<Body>(base, method, path, operator, body);

async function floorLag(base: string): Promise<number> {
  const headers = { authorization: `Bearer ${operator}` };
  const text = await (await fetch(`${base}/metrics`, { headers })).text();
  return Number(/^packproof_gateway_floor_lag_facts (\d+)$/m.exec(text)?.[1]);
}

/** Plays central: hands documents to a gateway. */
export function workOf(base: string) {
  let cursor = 0;
  return async (...documents: readonly (readonly [kind: string, id: string, data: unknown])[]) => {
    const made = documents.map(([kind, id, data]) => {
      cursor += 1;
      return { kind, id, version: cursor, cursor, data };
    });
    const head = { v: 1, site: testSite, epoch: 'e1', more: false, asOf: '2026-01-05T06:00:00.000Z' };
    await ask(base, 'PUT', '/v1/work', sync, { ...head, documents: made, cursor });
  };
}

/**
 * The core of a station on a real gateway: its facts go by MQTT, what the gateway tells of the floor comes by HTTP. A test says
 * when, so that either can be late.
 */
export class FloorStation extends TestStation {
  readonly name: string;
  private readonly base: string;
  private readonly book = new FloorBook(systemClock);
  private readonly connection: Connection;
  private readonly write = factWriters(new Date(Date.now() - 60_000).toISOString());
  private position: Pick<FloorPage, 'cursor' | 'epoch'> | null = null;
  private sent = 0;

  constructor(name: string, base: string, connection: Connection, rules: SiteRules) {
    super();
    this.name = name;
    this.base = base;
    this.connection = connection;
    this.rules = rules;
    this.floor = this.book;
    Object.assign(this.work, { station: name });
  }

  /** Sends what it has done since, and waits until the gateway has all of it in its floor: half of it would be news as well. */
  async tell(): Promise<void> {
    const facts = this.log
      .slice(this.sent)
      .map((draft: FactDraft): KnownFact => this.write(this.name, draft));
    this.sent = this.log.length;
    if (facts.length === 0) return;
    await this.connection.send(facts);
    await vi.waitFor(async () => expect(await floorLag(this.base)).toBe(0), { interval: 10 });
  }

  /** Hears what the gateway knows now. */
  async hear(): Promise<void> {
    const { cursor = 0, epoch } = this.position ?? {};
    const query = epoch === undefined ? '' : `&epoch=${epoch}`;
    const path = `/v1/floor?after=${cursor}${query}`;
    const page = floorPage.parse(await ask(this.base, 'GET', path, tokens[this.name] ?? ''));
    for (const { kind, id, data } of page.documents)
      this.book.set(kind, id, data === null ? null : JSON.stringify(data));
    this.position = page;
  }

  /** What waits to be begun or settled, as its screen lists it. */
  get waiting() {
    return this.book.queue();
  }

  stop(): void {
    this.connection.client.end(true);
  }
}

/** Stations on a gateway, with the orders that they know. */
export async function floorStations(
  gateway: RunningGateway,
  names: readonly string[],
  rules: Parameters<typeof siteRules.parse>[0],
  orders: readonly OrderDocument[],
): Promise<FloorStation[]> {
  const all: FloorStation[] = [];
  for (const name of names) {
    const login = { username: name, password: tokens[name] ?? '' };
    const connection = await connectStation(gateway.mqttUrl, name, login);
    const station = new FloorStation(name, gateway.httpUrl, connection, siteRules.parse(rules));
    for (const order of orders) station.release(order);
    all.push(station);
  }
  return all;
}
