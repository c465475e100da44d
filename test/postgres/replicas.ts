import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customerBody, productBody } from '../../central/test-goods.ts';
import { freePorts } from '../harness/ports.ts';
import { type PostgresCluster, startPostgres } from '../harness/postgres-cluster.ts';
import { ServiceProcess } from '../harness/service-process.ts';

export const sites = ['HAM', 'LEJ'] as const;

/** Two centrals, each a real process, on one database that stores as in earnest. */
export interface Replicas {
  readonly cluster: PostgresCluster;
  readonly urls: readonly string[];
  readonly processes: readonly ServiceProcess[];
  /** What both have logged. */
  log(): string;
  stop(): Promise<void>;
}

/** They start at the same moment, so both find an empty database. */
export async function startReplicas(): Promise<Replicas> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-replicas-'));
  const cluster = await startPostgres({ durable: true });
  await cluster.run(
    'postgres',
    `create role packproof login password '${cluster.password}'`,
    'create database packproof owner packproof',
  );
  const ports = await freePorts(2);
  const processes = ports.map(
    (port, nth) =>
      new ServiceProcess(
        `central-${nth}`,
        'central',
        { central: settings(port, cluster.url('packproof', 'packproof')), log: { level: 'info' } },
        folder,
      ),
  );
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(processes.map((process) => process.start()));
  } catch (thrown) {
    await stop();
    throw thrown;
  }
  const log = () => processes.map(({ name }) => readFileSync(join(folder, `${name}.log`), 'utf8')).join('\n');
  return { cluster, urls: ports.map((port) => `http://127.0.0.1:${port}`), processes, log, stop };
}

function settings(port: number, databaseUrl: string): object {
  return {
    dataDir: 'unused',
    databaseUrl,
    http: { port },
    sites: {
      HAM: { name: 'Hamburg', gs1CompanyPrefix: '4012345' },
      LEJ: { name: 'Leipzig', gs1CompanyPrefix: '4012346' },
    },
    seller: {
      name: 'Packproof Demo Trading GmbH',
      street: 'Speicherstadt 1',
      city: 'Hamburg',
      postalCode: '20457',
      country: 'DE',
      vatId: 'DE123456789',
      iban: 'DE89370400440532013000',
      email: 'accounts@demo.example',
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export async function send(url: string, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Sends until one of the replicas has taken it, as every honest client does: what may be repeated is repeated. */
export async function mustSend(urls: readonly string[], path: string, body: unknown): Promise<Answer> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const url = urls[attempt % urls.length] ?? '';
    const answer = await send(url, path, body).catch(() => null);
    if (answer !== null && answer.status < 300) return answer;
    if (answer !== null && answer.status < 500) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    if (answer?.status === 500) throw new Error(`${path} failed: ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${path} was never taken`);
}

export const unitsInStock = 10_000;

/** A customer, a product, and a lot of it at each site. */
export async function stockBoth({ urls }: Replicas): Promise<void> {
  await mustSend(urls, '/v1/customers', customerBody({ creditLimitMinor: 100_000_000 }));
  await mustSend(urls, '/v1/products', productBody());
  for (const site of sites) {
    const movement = { site, sku: 'TEA', units: unitsInStock, reason: 'opening', reference: 'count' };
    await mustSend(urls, '/v1/stock/movements', movement);
  }
}
