import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Delivery } from '../../edge/facts/delivery.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { nodeTransport } from '../../edge/facts/node-transport.ts';
import type { StationIdentity } from '../../edge/identity/station-identity.ts';
import { migrations } from '../../gateway/database.ts';
import { openFactKeys } from '../../gateway/identity/enrolment/fact-keys.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../../gateway/main.ts';
import { type Clock, isoInstant, systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { headMessage } from '../../protocols/wire/signed-head.ts';
import type { StationReport } from '../../protocols/wire/status.ts';

export const site = 'HAM';
export const station = 'S1';
const silent = createLog('test', 'silent');

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'packproof-pipe-'));
}

export interface TestKey {
  readonly identity: StationIdentity;
  /** The 32 bytes of the public key. */
  readonly raw: Buffer;
}

/** A key as a station makes it at its enrolment. */
export function newKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const keyId = createHash('sha256').update(raw).digest('hex').slice(0, 16);
  const identity: StationIdentity = {
    keyId,
    sign: (head) => {
      const message = Buffer.from(headMessage({ site, station }, head));
      return { ...head, key: keyId, signature: sign(null, message, privateKey).toString('base64url') };
    },
    tls: { ca: '', cert: '', key: '' },
  };
  return { identity, raw };
}

/** What enrolment leaves behind at a gateway that does not run. */
export function enrol(gatewayDir: string, key: TestKey): void {
  const db = openSqlite(join(gatewayDir, 'gateway.sqlite'), migrations);
  openFactKeys(db, systemClock).replace(station, key.raw);
  db.close();
}

export function startTestGateway(dataDir: string): Promise<RunningGateway> {
  const config = gatewayConfig.parse({ site, dataDir, mqtt: { port: 0 }, http: { port: 0 } });
  return startGateway(config, { log: silent, clock: systemClock });
}

/** A station without devices: the real log and the real delivery over a folder. */
export class TestStation {
  readonly facts: FactLog;
  readonly delivery: Delivery;
  readonly folder: string;
  readonly #startedAt: string;
  readonly #station: string;

  constructor(
    gateway: RunningGateway,
    options: {
      readonly folder?: string;
      readonly identity?: StationIdentity;
      readonly clock?: Clock;
      readonly startedAt?: string;
      readonly keep?: number;
      readonly station?: string;
    } = {},
  ) {
    this.folder = options.folder ?? newFolder();
    this.#station = options.station ?? station;
    this.#startedAt = options.startedAt ?? isoInstant(systemClock.now());
    this.facts = new FactLog({
      path: join(this.folder, 'facts.sqlite'),
      site,
      station: this.#station,
      ...(options.keep === undefined ? {} : { keep: options.keep }),
    });
    this.delivery = new Delivery({
      facts: this.facts,
      site,
      station: this.#station,
      transport: nodeTransport({ mqttUrl: gateway.mqttUrl }),
      signer: options.identity,
      clock: options.clock ?? systemClock,
      log: silent,
      report: () => this.#report(),
      onPoke: () => {},
      onChange: () => {},
    });
  }

  start(): this {
    this.delivery.start();
    return this;
  }

  store(count: number, name = 'boot'): readonly Fact[] {
    const made: Fact[] = [];
    for (let n = 0; n < count; n += 1) {
      const data = { boot: `${name}-${this.facts.lastSeq}`, version: '0.1.0' };
      const at = '2026-01-05T06:00:00.000Z';
      made.push(...this.facts.commit({ at, operator: null, drafts: [{ type: 'station.started', data }] }));
    }
    this.delivery.factsStored();
    return made;
  }

  held(): Fact[] {
    return this.facts.read(1, 100_000).map((json) => JSON.parse(json) as Fact);
  }

  async stop(): Promise<void> {
    await this.delivery.stop();
    this.facts.close();
  }

  #report(): StationReport {
    const { facts, delivery } = this;
    return {
      v: 1,
      service: 'edge',
      version: '0.1.0',
      site,
      station: this.#station,
      at: isoInstant(systemClock.now()),
      startedAt: this.#startedAt,
      facts: {
        lastSeq: facts.lastSeq,
        acknowledged: facts.acknowledged,
        unacknowledged: facts.lastSeq - facts.acknowledged,
        oldestUnacknowledgedAt: facts.oldestUnacknowledgedAt(),
        connected: delivery.connected,
        stopped: delivery.stopped === null ? null : `${delivery.stopped.code}: ${delivery.stopped.reason}`,
      },
      work: { epoch: null, cursor: 0, asOf: null, orders: 0 },
      devices: [],
    } as unknown as StationReport;
  }
}

/** A disk image, or a backup, of a station that does not run. */
export function copyOf(folder: string): string {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  return copy;
}

export async function getJson<Body>(url: string): Promise<Body> {
  return (await (await fetch(url)).json()) as Body;
}

export async function openIncidents(gateway: RunningGateway): Promise<{ code: string; detail: string }[]> {
  const { incidents } = await getJson<{ incidents: { code: string; detail: string }[] }>(
    `${gateway.httpUrl}/v1/incidents`,
  );
  return incidents;
}
