import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { messageOf } from '../../kernel/errors.ts';
import type { Fetch } from '../../kernel/tls/tls-fetch.ts';
import { centralStatus, cloudSyncStatus, gatewayStatus, stationReport } from '../../protocols/wire/status.ts';
import { callService } from '../call-service.ts';
import { defaultStateFolder, readEndpoints } from '../endpoints.ts';
import { exitCodes } from '../exit-codes.ts';
import { type AccessOptions, tokenOf, trustingFetch, withAccessOptions } from '../service-access.ts';
import { httpAddress } from '../service-address.ts';
import type { Hop, StatusReport } from './status-report.ts';
import { troublesOf } from './status-troubles.ts';
import { render } from './status-words.ts';

interface StatusOptions extends AccessOptions {
  readonly dataDir: string;
  readonly edge?: string[];
  readonly gateway?: string;
  readonly cloudSync?: string;
  readonly central?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

const watchEveryMs = 2_000;
const clearScreen = '\x1b[H\x1b[2J\x1b[3J';

/** Adds `packproof status`: every hop's readiness, cursors and lag, its troubles, devices and versions. */
export function addStatusCommand(program: Command): void {
  withAccessOptions(program.command('status'), 'reader')
    .description("every hop's readiness, cursor, lag, troubles, devices and versions")
    .option('--data-dir <folder>', 'state folder of the "up" to look at', defaultStateFolder)
    .option('--edge <url...>', 'addresses of edge agents')
    .option('--gateway <url>', 'address of the gateway', httpAddress)
    .option('--cloud-sync <url>', 'address of cloud-sync', httpAddress)
    .option('--central <url>', 'address of central', httpAddress)
    .option('--json', 'print as JSON, one line each time')
    .option('--watch', 'ask again every 2 s until it is stopped')
    .addHelpText(
      'after',
      '\nExit codes: 0 all is well, 1 something needs a person, 3 a service did not answer.',
    )
    .action(async (options: StatusOptions) => {
      do {
        const report = await collect(options);
        process.stdout.write(textOf(report, options));
        process.exitCode = exitCodeOf(report);
      } while (options.watch === true && (await sleep(watchEveryMs, true)));
    });
}

function textOf(report: StatusReport, { json, watch }: StatusOptions): string {
  if (json === true) return `${JSON.stringify(report)}\n`;
  return (watch === true && process.stdout.isTTY ? clearScreen : '') + render(report);
}

function exitCodeOf({ edges, gateway, cloudSync, central, troubles }: StatusReport): number {
  if ([...edges, gateway, cloudSync, central].some((hop) => hop.status === null))
    return exitCodes.unreachable;
  return troubles.length === 0 ? exitCodes.done : exitCodes.failed;
}

async function collect(options: StatusOptions): Promise<StatusReport> {
  const known = readEndpoints(options.dataDir);
  const token = tokenOf(options);
  const fetchOf = trustingFetch(options);
  const ask = async <Schema extends z.ZodType>(
    url: string,
    schema: Schema,
  ): Promise<Hop<z.output<Schema>>> => {
    try {
      const status = schema.parse(await callService(`${url}/v1/status`, { token, fetch: fetchOf }));
      return { url, status, error: null, notReady: await failingChecks(url, fetchOf) };
    } catch (thrown) {
      return { url, status: null, error: messageOf(thrown), notReady: [] };
    }
  };
  const edgeUrls = options.edge ?? known?.edges ?? ['http://127.0.0.1:8082'];
  const [edges, gateway, cloudSync, central] = await Promise.all([
    Promise.all(edgeUrls.map((url) => ask(url, stationReport))),
    ask(options.gateway ?? known?.gateway ?? 'http://127.0.0.1:8081', gatewayStatus),
    ask(options.cloudSync ?? known?.cloudSync ?? 'http://127.0.0.1:8083', cloudSyncStatus),
    ask(options.central ?? known?.central ?? 'http://127.0.0.1:8080', centralStatus),
  ]);
  const report = { v: 1, edges, gateway, cloudSync, central } as const;
  return { ...report, troubles: troublesOf(report) };
}

const notReadyProblem = z.object({
  code: z.literal('NOT_READY'),
  faults: z.array(z.object({ place: z.string() })),
});

/** The names of the checks that do not hold; none if the service is ready. */
async function failingChecks(url: string, fetchOf: Fetch): Promise<string[]> {
  const response = await fetchOf(`${url}/v1/ready`, { signal: AbortSignal.timeout(5_000) });
  const problem = notReadyProblem.safeParse(await response.json());
  return problem.data?.faults.map(({ place }) => place) ?? [];
}
