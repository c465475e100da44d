import { centralConfig, type RunningCentral, startCentral } from '../../../central/main.ts';
import { cloudSyncConfig, type RunningCloudSync, startCloudSync } from '../../../cloud-sync/main.ts';
import { gtins } from '../../../edge/testing-edge.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { centralStatus } from '../../../protocols/wire/status.ts';
import type { SiteRules } from '../../../protocols/wire/work/site-rules.ts';
import { until } from '../../harness/wait.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
const address = { street: 'Am Kai 1', city: 'Hamburg', postalCode: '20457', country: 'DE' };

/** Where cloud-sync finds the gateway, and what it shows there. */
export interface GatewayDoors {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  readonly token: string;
  readonly subscriber: readonly [name: string, token: string];
}

/** Scans that prove units of an invoice line. */
interface Proof {
  readonly station: string;
  readonly units: number;
}
interface Journey {
  readonly invoices: readonly {
    readonly lines: readonly {
      readonly kind: string;
      readonly units: number;
      readonly evidence: readonly Proof[];
      readonly packs: readonly Proof[];
    }[];
  }[];
}

/** A line of goods on an invoice: what was billed, and the stations whose picks and packs prove how many units of it. */
interface BilledLine {
  readonly units: number;
  readonly picked: Readonly<Record<string, number>>;
  readonly packed: Readonly<Record<string, number>>;
}

/** A real central, and the real cloud-sync between it and a gateway. */
export class BackOffice {
  private readonly central: RunningCentral;
  private readonly sync: RunningCloudSync;
  private readonly site: string;

  private constructor(site: string, central: RunningCentral, sync: RunningCloudSync) {
    this.site = site;
    this.central = central;
    this.sync = sync;
  }

  static async start(folder: string, site: string, doors: GatewayDoors): Promise<BackOffice> {
    const central = await startCentral(
      centralConfig.parse({
        dataDir: folder,
        http: { port: 0 },
        seller: {
          name: 'Kontor',
          ...address,
          vatId: 'DE123456789',
          iban: 'DE89370400440532013000',
          email: 'a@kontor.example',
        },
        sites: { [site]: { name: 'Berlin', gs1CompanyPrefix: '9520001' } },
      }),
      deps,
    );
    const { httpUrl, mqttUrl, token, subscriber } = doors;
    const sync = await startCloudSync(
      cloudSyncConfig.parse({
        site,
        gateway: { httpUrl, mqttUrl, token, mqttUsername: subscriber[0], mqttPassword: subscriber[1] },
        central: { url: central.url },
        http: { port: 0 },
      }),
      deps,
    );
    return new BackOffice(site, central, sync);
  }

  async stop(): Promise<void> {
    await this.sync.stop();
    await this.central.stop();
  }

  /** A customer, and enough of two products: tea, by the unit and in packs of two, and cups. */
  async enterGoods(): Promise<void> {
    await this.ask('POST', '/v1/customers', {
      id: 'C-1',
      name: 'Corner shop',
      ...address,
      creditLimitMinor: 1_000_000_000,
    });
    await this.enterProduct('TEA', 1, [
      { gtin: gtins.each, level: 'each', units: 1 },
      { gtin: gtins.pack, level: 'case', units: 2 },
    ]);
    await this.enterProduct('CUP', 2, [{ gtin: gtins.other, level: 'each', units: 1 }]);
  }

  async enterRules(rules: { readonly [Part in keyof SiteRules]?: object }): Promise<void> {
    await this.ask('PUT', `/v1/sites/${this.site}/rules`, { rules, timeZone: 'Europe/Berlin' });
  }

  async enterOrder(number: string, lines: Readonly<Record<string, number>>): Promise<void> {
    const wanted = Object.entries(lines).map(([sku, units]) => ({ sku, units }));
    await this.ask('POST', '/v1/orders', { number, customer: 'C-1', lines: wanted });
  }

  /** Facts of a station that central has, and how many of them it could not take. */
  async received(station: string): Promise<{ readonly upTo: number; readonly setAside: number }> {
    const { stations } = centralStatus.parse(await this.ask('GET', '/v1/status'));
    const { upTo = 0, setAside = 0 } = stations.find((one) => one.station === station) ?? {};
    return { upTo, setAside };
  }

  /** Facts that central could not apply to an order. */
  async exceptions(): Promise<number> {
    return centralStatus.parse(await this.ask('GET', '/v1/status')).exceptions;
  }

  /** What the one invoice of an order bills, once it is there. */
  async billed(order: string, limitMs = 40_000): Promise<BilledLine[]> {
    const { invoices } = await until(`the invoice of ${order}`, limitMs, async () => {
      const journey = (await this.ask('GET', `/v1/orders/${order}/journey`)) as Journey;
      return journey.invoices.length > 0 ? journey : undefined;
    });
    if (invoices.length !== 1) throw new Error(`${order} was invoiced ${invoices.length} times`);
    return invoices
      .flatMap(({ lines }) => lines)
      .filter(({ kind }) => kind === 'goods')
      .map(({ units, evidence, packs }) => ({
        units,
        picked: byStation(evidence),
        packed: byStation(packs),
      }));
  }

  private async enterProduct(sku: string, walk: number, packagings: readonly object[]): Promise<void> {
    await this.ask('POST', '/v1/products', {
      sku,
      name: sku,
      unitPriceMinor: 500,
      taxRateBp: 1900,
      packagings,
    });
    await this.ask('POST', '/v1/stock/movements', {
      sku,
      units: 1_000,
      reason: 'opening',
      reference: 'test',
    });
    const contents = [{ sku, units: 1_000 }];
    await this.ask('PUT', `/v1/sites/${this.site}/locations/L-${sku}`, { walk, contents });
  }

  private async ask(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.central.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
    return answer;
  }
}

function byStation(proofs: readonly Proof[]): Record<string, number> {
  const units: Record<string, number> = {};
  for (const proof of proofs) units[proof.station] = (units[proof.station] ?? 0) + proof.units;
  return units;
}
