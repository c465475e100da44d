import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCentral } from '../../central/main.ts';
import { testConfig } from '../../central/test-context.ts';
import { gatewayConfig, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { packageRoot } from '../../kernel/package-root.ts';

const deps = { log: createLog('api-documents', 'silent'), clock: systemClock };

interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

async function gatewayIn(dataDir: string): Promise<Served> {
  const config = gatewayConfig.parse({ site: 'HAM', dataDir, mqtt: { port: 0 }, http: { port: 0 } });
  const gateway = await startGateway(config, deps);
  return { url: gateway.httpUrl, stop: () => gateway.stop() };
}

/** The committed document beside the service and the address that serve the same. */
const served = {
  'gateway.openapi.json': { start: gatewayIn, path: '/v1/openapi.json' },
  'events.asyncapi.json': { start: gatewayIn, path: '/v1/asyncapi.json' },
  'central.openapi.json': {
    start: (dataDir: string): Promise<Served> => startCentral(testConfig(dataDir), deps),
    path: '/v1/openapi.json',
  },
} as const;
export type ApiDocument = keyof typeof served;

export const documentFile = (name: ApiDocument): string => join(packageRoot, 'docs', 'api', name);

/** The documents as running services serve them, in the form in which they are committed. */
export async function apiDocuments(): Promise<Record<ApiDocument, string>> {
  const documents: [string, string][] = [];
  for (const [name, { start, path }] of Object.entries(served)) {
    const folder = mkdtempSync(join(tmpdir(), 'packproof-api-'));
    const service = await start(folder);
    try {
      const answer = await fetch(service.url + path);
      documents.push([name, `${JSON.stringify(await answer.json(), null, 1)}\n`]);
    } finally {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return Object.fromEntries(documents) as Record<ApiDocument, string>;
}
