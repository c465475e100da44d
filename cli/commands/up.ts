import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../kernel/clock.ts';
import { createLog, type LogLevel } from '../../kernel/log.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { defaultStateFolder, type Endpoints, endpointsFile } from '../endpoints.ts';
import { runUntilSignal } from '../run-until-signal.ts';
import { takeStateFolder } from '../state-folder.ts';

/** Where the commands that ask a gateway look for it. */
const defaultGateway = 'http://127.0.0.1:8081';

interface UpOptions {
  readonly dataDir: string;
  readonly fresh?: boolean;
  readonly demo: boolean;
  readonly logLevel: LogLevel;
  readonly json?: boolean;
}

/** Adds `packproof up`: the whole chain on this machine, with a demo company simulated scanners and printers. */
export function addUpCommand(program: Command): void {
  program
    .command('up')
    .description('run everything on this machine, with a demo company, simulated scanners and printers')
    .option('--data-dir <folder>', 'where to keep the state', defaultStateFolder)
    .option('--fresh', 'forget the state of earlier runs first')
    .option('--no-demo', 'start without the demo company')
    .option('--log-level <level>', 'trace, debug, info, warn or error', 'info')
    .option('--json', 'print one JSON line with the addresses when it is ready')
    .action(up);
}

async function up(options: UpOptions): Promise<void> {
  const startedMs = performance.now();
  const folder = resolve(options.dataDir);
  const release = takeStateFolder(folder, options.fresh === true);
  const logFile = join(folder, 'packproof.log');
  const log = createLog('up', options.logLevel, logFile);
  const tell = (line: string) => {
    if (options.json !== true) process.stdout.write(`${line}\n`);
  };
  let stop = async () => {};
  try {
    const { startSite } = await import('../demo/start-site.ts');
    const { loadDemo } = await import('../demo/load-demo.ts');
    const site = await startSite(folder, { log, clock: systemClock }, tell);
    stop = site.stop;
    const demo = options.demo ? await loadDemo(site.endpoints.central) : null;
    writeFileSync(endpointsFile(folder), JSON.stringify(site.endpoints));
    if (options.json === true)
      process.stdout.write(
        `${JSON.stringify({ ready: 'up', version: packageVersion, ...site.endpoints })}\n`,
      );
    else
      process.stdout.write(
        welcome(site.endpoints, demo, { folder, logFile, tookMs: performance.now() - startedMs }),
      );
    await runUntilSignal(log, async () => {
      await site.stop();
      release();
    });
  } catch (thrown) {
    // What runs would keep its ports, and the process with them.
    await stop();
    release();
    throw thrown;
  }
}

function welcome(
  at: Endpoints,
  demo: { readonly orders: number } | null,
  { folder, logFile, tookMs }: { folder: string; logFile: string; tookMs: number },
): string {
  const gateway = at.gateway === defaultGateway ? '' : ` --gateway ${at.gateway}`;
  const dataDir = folder === resolve(defaultStateFolder) ? '' : ` --data-dir ${folder}`;
  return `
  Packproof ${packageVersion} is up after ${(tookMs / 1000).toFixed(1)} s${demo === null ? '' : `, with ${demo.orders} demo orders`}.

    Start here    ${at.simulator}   scan with a virtual scanner, from order to cash
    Pack station  ${at.edges[0] ?? ''}   what the person at the station sees
    Orders        ${at.central}   each order's journey, invoices, payments
    Site          ${at.gateway}   its stations on a map, and what needs a person

    Handheld      npm run packproof -- stations invite H1 --handheld${gateway}   a browser tab becomes one
    Carrier       npm run packproof -- sim carrier --carrier NORDPAKET${dataDir}   brings closed loads to the door
    MQTT          ${at.mqtt}   topics packproof/v1/HAM/events/#
    Events        ${at.gateway}/v1/events?after=0   the same over HTTP
    Log           ${logFile}

  "npm run packproof -- status" shows every hop. Ctrl-C stops; the state stays. "npm start -- --fresh" starts over.
`;
}
