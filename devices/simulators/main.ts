import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { createHttp, listenHttp } from '../../kernel/http/http.ts';
import { serveWebPage } from '../../kernel/http/web-page.ts';
import type { Log } from '../../kernel/log.ts';
import { SimulatedBank } from './bank.ts';
import { addSimulatorRoutes } from './routes.ts';
import type { SimulatorConfig } from './simulator-config.ts';
import { SiteWays } from './site-ways.ts';
import { VirtualBench } from './virtual-bench.ts';
import { VirtualPrinter } from './virtual-printer.ts';
import { VirtualScanner } from './virtual-scanner.ts';

export { playScans, simulatedScanner } from './scanner-program.ts';
export { simulatorConfig } from './simulator-config.ts';

/** Simulators that run. */
export interface RunningSimulators {
  /** Where their page is. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a plugged-in scanner, a printer and a bench for parcels for each that the configuration names, and a bank.
 *
 * @throws PORT_BUSY; then nothing is left running.
 */
export async function startSimulators(
  config: SimulatorConfig,
  deps: { readonly log: Log; readonly clock: Clock },
): Promise<RunningSimulators> {
  const { centralUrl, centralToken } = config;
  mkdirSync(config.dataDir, { recursive: true });
  const scanners = new Map(
    config.scanners.map(({ id, framing }) => [id, scannerAt(config.dataDir, id, framing)]),
  );
  const bank =
    centralUrl === undefined
      ? undefined
      : new SimulatedBank(
          { url: centralUrl, token: centralToken },
          deps.clock,
          join(config.dataDir, 'bank.json'),
        );
  const printers = new Map(config.printers.map((at) => [at.id, new VirtualPrinter(at, deps.clock)]));
  const benches = new Map(config.benches.map((at) => [at.id, new VirtualBench(at, deps.clock)]));
  const ways = new SiteWays(config);
  const app = await createHttp(config.http, deps.log);
  const stop = async () => {
    for (const scanner of scanners.values()) scanner.unplug();
    await app.close();
    for (const device of [...printers.values(), ...benches.values()]) await device.stop();
  };
  try {
    addSimulatorRoutes(app, { config, scanners, printers, benches, ways, bank });
    await serveWebPage(app, 'simulator');
    for (const device of [...printers.values(), ...benches.values()]) await device.start();
    const url = await listenHttp(app, config.http);
    for (const scanner of scanners.values()) scanner.plug();
    deps.log.info({ event: 'simulator.started', url, scanners: scanners.size }, `simulators at ${url}`);
    return { url, stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

function scannerAt(dataDir: string, id: string, framing: SimulatorConfig['scanners'][number]['framing']) {
  return new VirtualScanner({ id, link: join(dataDir, `scanner-${id}`), framing });
}
