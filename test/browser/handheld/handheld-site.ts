import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { gtins, putDemoWork, SmallWorkFeed } from '../../../edge/edge-test-kit.ts';
import { type RunningGateway, startTestGateway } from '../../../gateway/gateway-test-kit.ts';
import type { Fact } from '../../../protocols/wire/fact.ts';
import { genesis } from '../../../protocols/wire/fact-chain.ts';
import { receive } from '../../../protocols/wire/fact-receiver.ts';
import { chromiumArguments, chromiumPath } from '../chromium.ts';

const operator = 'an-operator-of-the-site';
const sync = 'a-token-of-cloud-sync';
const site = 'berlin';

/** A real gateway with work, which serves handhelds to its own machine, with tokens as on any other. */
export class HandheldSite {
  readonly folder = mkdtempSync(join(tmpdir(), 'packproof-handheld-'));
  private gateway: RunningGateway | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    this.gateway = await startTestGateway(join(this.folder, 'gateway'), {
      mqtt: { port: 0, stationTokens: { S9: 'a-token-of-a-station' } },
      http: { port: this.port, tokens: { [operator]: 'operator', [sync]: 'sync' } },
      handheld: { sscc: { extensionDigit: 8, firstSerial: 0, lastSerial: 99_999 } },
    });
    this.port = Number(new URL(this.gateway.httpUrl).port);
  }

  async stop(): Promise<void> {
    await this.gateway?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async release(orders: readonly string[]): Promise<void> {
    const feed = new SmallWorkFeed();
    feed.site = site;
    putDemoWork(feed, orders);
    await this.ask('PUT', '/v1/work', sync, feed.page(0, null));
  }

  /** The address that a handheld is enrolled at. */
  async invite(station: string): Promise<string> {
    const body = { v: 1, station, gatewayUrl: this.url, handheld: true };
    const answer = (await this.ask('POST', '/v1/enrolments', operator, body)) as { invitation: string };
    return answer.invitation;
  }

  async revoke(station: string): Promise<void> {
    await this.ask('POST', `/v1/identities/stations/${station}/revoke`, operator, { v: 1, reason: 'lost' });
  }

  /** The facts of a station at the gateway, in its order; their chain is whole, or this fails. */
  async factsOf(station: string): Promise<Fact[]> {
    const path = '/v1/events?after=0&limit=1000';
    const { events } = (await this.ask('GET', path, operator)) as { events: { data: Fact }[] };
    const facts = events.map(({ data }) => data).filter((fact) => fact.station === station);
    const { received } = receive(genesis, { site, station, fromGateway: false }, facts, () => undefined);
    expect(received.every(({ kind }) => kind === 'fact')).toBe(true);
    return facts;
  }

  private async ask(method: string, path: string, token: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

/** A browser with a profile of its own on the disk, as a device has: what it stored outlives it. */
export async function startDevice(profile: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: chromiumArguments,
    viewport: { width: 412, height: 820 },
    locale: 'en-GB',
  });
}

/** Types a barcode as a keyboard wedge does: wherever the focus is, with Enter behind it. */
export async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
}

/** All of an order of the test: its sheet, its items. The last one seals the parcel. */
export const orderScans = (order: string): readonly string[] => [order, gtins.each, gtins.pack];
