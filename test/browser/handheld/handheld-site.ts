import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { gtins, putDemoWork, SmallWorkFeed } from '../../../edge/testing-edge.ts';
import type { RunningGateway } from '../../../gateway/main.ts';
import { startTestGateway } from '../../../gateway/testing-gateway.ts';
import { webPageFolder } from '../../../kernel/package-root.ts';
import { createTlsFetch } from '../../../kernel/tls/tls-fetch.ts';
import { allocateSscc } from '../../../protocols/gs1/sscc-range.ts';
import { type EventPage, eventPage } from '../../../protocols/wire/event.ts';
import type { Fact } from '../../../protocols/wire/fact.ts';
import { genesis } from '../../../protocols/wire/fact-chain.ts';
import { receive } from '../../../protocols/wire/fact-receiver.ts';
import { type ClaimDocument, floorPage, type WaveDocument } from '../../../protocols/wire/floor.ts';
import { enrolledStations } from '../../../protocols/wire/identities.ts';
import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import { until } from '../../harness/wait.ts';
import { BackOffice } from './back-office.ts';

const operator = 'an-operator-of-the-site';
const sync = 'a-token-of-cloud-sync';
const subscriber = ['cloud-sync', 'a-token-of-a-subscriber'] as const;
const site = 'berlin';

/** The gateway is this very process. */
const trusting = { rejectUnauthorized: false } as const;

/** A real gateway with work, which serves handhelds to its own machine, with tokens as on any other. */
export class HandheldSite {
  readonly folder = mkdtempSync(join(tmpdir(), 'packproof-handheld-'));
  private gateway: RunningGateway | undefined;
  private office: BackOffice | undefined;
  private readonly tls: boolean;
  private readonly fetch = createTlsFetch(() => (this.tls ? trusting : null));
  private port = 0;
  private mqttPort = 0;

  /** @param tls over TLS with a certificate of the site's own authority, as outside of one machine. */
  constructor(tls = false) {
    this.tls = tls;
  }

  get url(): string {
    return `${this.tls ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.gateway = await startTestGateway(join(this.folder, 'gateway'), {
      tls: { mode: this.tls ? 'site' : 'off' },
      mqtt: {
        port: this.mqttPort,
        stationTokens: { S9: 'a-token-of-a-station' },
        subscriberTokens: Object.fromEntries([subscriber]),
      },
      http: { port: this.port, tokens: { [operator]: 'operator', [sync]: 'sync' } },
      handheld: { sscc: { extensionDigit: 8, firstSerial: 0, lastSerial: 99_999 } },
    });
    this.port = Number(new URL(this.gateway.httpUrl).port);
    this.mqttPort = Number(new URL(this.gateway.mqttUrl).port);
  }

  /** A real central above the gateway, from which its work comes; it goes on when the gateway vanishes. */
  async startBackOffice(): Promise<BackOffice> {
    const mqttUrl = `mqtt://127.0.0.1:${this.mqttPort}`;
    const doors = { httpUrl: this.url, mqttUrl, token: sync, subscriber };
    this.office = await BackOffice.start(join(this.folder, 'central'), site, doors);
    return this.office;
  }

  /** As if the network, or the gateway, were gone; `start` brings it back at the same address. */
  async vanish(): Promise<void> {
    await this.gateway?.stop();
    this.gateway = undefined;
  }

  /** Starts the gateway with another version of the handheld's service worker. */
  async upgradeTo(version: string): Promise<void> {
    const path = join(webPageFolder('handheld'), 'sw.js');
    const built = readFileSync(path, 'utf8');
    await this.vanish();
    writeFileSync(path, built.replace(/"version":"\w+"/, `"version":"${version}"`));
    try {
      // It reads its pages as it starts.
      await this.start();
    } finally {
      writeFileSync(path, built);
    }
  }

  async stop(): Promise<void> {
    await this.office?.stop();
    await this.vanish();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async release(
    orders: readonly string[],
    rules: { readonly [Part in keyof SiteRules]?: object } = {},
  ): Promise<void> {
    const feed = new SmallWorkFeed();
    feed.site = site;
    putDemoWork(feed, orders);
    feed.put('site', site, 2, { name: 'Berlin', gs1CompanyPrefix: '9520001', rules });
    await this.ask('PUT', '/v1/work', sync, feed.page(0, null));
  }

  /**
   * The address that a handheld is enrolled at.
   *
   * @param gatewayUrl how the device reaches the gateway, if not directly.
   */
  async invite(station: string, gatewayUrl = this.url): Promise<string> {
    const body = { v: 1, station, gatewayUrl, handheld: true };
    const answer = (await this.ask('POST', '/v1/enrolments', operator, body)) as { invitation: string };
    return answer.invitation;
  }

  async revoke(station: string): Promise<void> {
    await this.ask('POST', `/v1/identities/stations/${station}/revoke`, operator, { v: 1, reason: 'lost' });
  }

  /** An operator wants a new key of a station. */
  async rotate(station: string): Promise<void> {
    await this.ask('POST', `/v1/identities/stations/${station}/rotate`, operator, { v: 1, reason: 'yearly' });
  }

  /** The key by which the gateway knows a station now. */
  async keyOf(station: string): Promise<string | null> {
    const { stations } = enrolledStations.parse(await this.ask('GET', '/v1/identities/stations', operator));
    return stations.find((one) => one.station === station)?.key ?? null;
  }

  /** Codes of what is wrong, as far as the gateway knows. */
  async incidents(): Promise<string[]> {
    const answer = (await this.ask('GET', '/v1/incidents', operator)) as { incidents: { code: string }[] };
    return answer.incidents.map(({ code }) => code);
  }

  /** A wave of so many orders, as soon as they and the rule have come. @returns its walks. */
  async planWave(orders: number): Promise<readonly [string, string, string]> {
    return until(`a wave of ${orders} orders`, 30_000, async () => {
      await this.ask('POST', '/v1/waves', operator, { v: 1 }).catch(() => null);
      const { waves } = (await this.ask('GET', '/v1/waves', operator)) as { waves: WaveDocument[] };
      const wave = waves.find((one) => one.orders.length === orders);
      const [first, second, third] = wave?.tasks ?? [];
      return first && second && third ? [first, second, third] : undefined;
    });
  }

  /** Which station has the right to work on a walk, as the gateway tells its stations. */
  async holderOf(task: string): Promise<string | null> {
    const page = floorPage.parse(await this.ask('GET', '/v1/floor?after=0', 'a-token-of-a-station'));
    const claim = page.documents.findLast(({ kind, id }) => kind === 'claim' && id === `task:${task}`);
    return (claim?.data as ClaimDocument | null | undefined)?.station ?? null;
  }

  /** The facts of a station at the gateway, in its order; their chain is whole, or this fails. */
  async factsOf(station: string): Promise<Fact[]> {
    const facts: Fact[] = [];
    let page: EventPage = { v: 1, events: [], cursor: 0, more: true, heads: [] };
    while (page.more) {
      page = eventPage.parse(await this.ask('GET', `/v1/events?after=${page.cursor}&limit=500`, operator));
      facts.push(...page.events.map(({ data }) => data as Fact).filter((fact) => fact.station === station));
    }
    const { received } = receive(genesis, { site, station, fromGateway: false }, facts, () => undefined);
    expect(received.every(({ kind }) => kind === 'fact')).toBe(true);
    return facts;
  }

  /** A photo or a signature, as a reader of the gateway gets it; null if it has not come. */
  async picture(sha256: string): Promise<Buffer | null> {
    const response = await this.fetch(`${this.url}/v1/attachments/${sha256}`, {
      headers: { authorization: `Bearer ${operator}` },
    });
    return response.ok ? Buffer.from(await response.arrayBuffer()) : null;
  }

  private async ask(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
    const response = await this.fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** Types a barcode as a keyboard wedge does: wherever the focus is, with Enter behind it. */
export async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

const serials = { extensionDigit: 8, companyPrefix: '9520001', first: 0, last: 99_999 };

/** All of an order: its sheet, its three units in two scans of which the last seals the parcel, and the label of that parcel. */
export function orderScans(order: string, parcel: number): readonly string[] {
  const label = allocateSscc(serials, parcel);
  return [order, gtins.each, gtins.pack, `00${label.ok ? label.sscc : ''}`];
}
