import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatewayConfig, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { packageRoot } from '../../kernel/package-root.ts';

/** The committed document beside the address at which a gateway serves the same. */
const served = {
  'gateway.openapi.json': '/v1/openapi.json',
  'events.asyncapi.json': '/v1/asyncapi.json',
} as const;
export type ApiDocument = keyof typeof served;

export const documentFile = (name: ApiDocument): string => join(packageRoot, 'docs', 'api', name);

/** The documents as a running gateway serves them, in the form in which they are committed. */
export async function apiDocuments(): Promise<Record<ApiDocument, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-api-'));
  const config = gatewayConfig.parse({
    site: 'HAM',
    dataDir: folder,
    mqtt: { port: 0 },
    http: { port: 0 },
  });
  const gateway = await startGateway(config, {
    log: createLog('api-documents', 'silent'),
    clock: systemClock,
  });
  try {
    const documents = await Promise.all(
      Object.entries(served).map(async ([name, path]) => {
        const answer = await fetch(gateway.httpUrl + path);
        return [name, `${JSON.stringify(await answer.json(), null, 1)}\n`];
      }),
    );
    return Object.fromEntries(documents) as Record<ApiDocument, string>;
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
