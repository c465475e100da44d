import type { Command } from 'commander';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { loadConfig } from '../../kernel/config.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { createWatchdog } from '../../kernel/operate/watchdog.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { keepMemorySmall } from '../keep-memory-small.ts';
import { runUntilSignal } from '../run-until-signal.ts';
import { addSimCarrierCommand } from './sim/sim-carrier-command.ts';
import { addSimPrinterCommand } from './sim/sim-printer-command.ts';
import { addSimReplayCommand } from './sim/sim-replay-command.ts';
import { addSimRfidCommand } from './sim/sim-rfid-command.ts';
import { addSimScaleCommand } from './sim/sim-scale-command.ts';
import { addSimScannerCommand } from './sim/sim-scanner.ts';
import { addSimWarehouseCommand } from './sim/warehouse/sim-warehouse-command.ts';

const sections = ['central', 'gateway', 'cloudSync', 'edge', 'simulator'] as const;
type Section = (typeof sections)[number];

const logConfig = z.prefault(
  z.strictObject({ level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info') }),
  {},
);

interface Deps {
  readonly log: Log;
  readonly clock: Clock;
}

interface Running {
  stop(): Promise<void>;
  /** Whether it is as well as a restart could make it, for a watchdog; a service without this is, while its loop turns. */
  alive?(): boolean;
}

/** What a service brings: the schema of its section, and its start. */
interface Service<Schema extends z.ZodType> {
  readonly schema: Schema;
  start(config: z.output<Schema>, deps: Deps): Promise<Running>;
}

interface RuntimeCommand<Schema extends z.ZodType> {
  readonly command: string;
  readonly section: Section;
  readonly description: string;
  /** Loaded only when the command runs: a station's agent needs no PDF writer in its memory. */
  load(): Promise<Service<Schema>>;
}

/** Adds `packproof central|gateway|cloud-sync|edge|sim`: each runs one service until it is told to stop; and the single simulators below `sim`. */
export function addRuntimeCommands(program: Command): void {
  addRuntime(program, {
    command: 'central',
    section: 'central',
    description: 'order to cash: orders, credit, stock, invoices, payments',
    load: async () => {
      const { centralConfig, startCentral } = await import('../../central/main.ts');
      return { schema: centralConfig, start: startCentral };
    },
  });
  addRuntime(program, {
    command: 'gateway',
    section: 'gateway',
    description: "a site's broker, fact log and replica of work",
    load: async () => {
      const { gatewayConfig, startGateway } = await import('../../gateway/main.ts');
      return { schema: gatewayConfig, start: startGateway };
    },
  });
  addRuntime(program, {
    command: 'cloud-sync',
    section: 'cloudSync',
    description: 'carries facts from a gateway to central, and work back',
    load: async () => {
      const { cloudSyncConfig, startCloudSync } = await import('../../cloud-sync/main.ts');
      return { schema: cloudSyncConfig, start: startCloudSync };
    },
  });
  addRuntime(program, {
    command: 'edge',
    section: 'edge',
    description: 'the agent of one pack station and its scanners',
    load: async () => {
      keepMemorySmall();
      const { edgeConfig, startEdge } = await import('../../edge/main.ts');
      return { schema: edgeConfig, start: startEdge };
    },
  });
  const sim = addRuntime(program, {
    command: 'sim',
    section: 'simulator',
    description: 'device simulators: scanners on pseudo-terminals, a bank',
    load: async () => {
      const { simulatorConfig, startSimulators } = await import('../../devices/simulators/main.ts');
      return { schema: simulatorConfig, start: startSimulators };
    },
  });
  addSimScannerCommand(sim);
  addSimRfidCommand(sim);
  addSimScaleCommand(sim);
  addSimPrinterCommand(sim);
  addSimReplayCommand(sim);
  addSimCarrierCommand(sim);
  addSimWarehouseCommand(sim);
}

function addRuntime<Schema extends z.ZodType>(program: Command, runtime: RuntimeCommand<Schema>): Command {
  return program
    .command(runtime.command)
    .description(runtime.description)
    .option('--config <file>', `JSON file with the section "${runtime.section}"`)
    .option('--json', 'print one JSON line with the addresses when it is ready')
    .action((options: RuntimeOptions) => run(runtime, options));
}

interface RuntimeOptions {
  readonly config?: string;
  readonly json?: boolean;
}

async function run<Schema extends z.ZodType>(
  { command, section, load }: RuntimeCommand<Schema>,
  options: RuntimeOptions,
): Promise<void> {
  const service = await load();
  const schema = z.strictObject({ [section]: service.schema, log: logConfig });
  const config = loadConfig(schema, {
    file: options.config,
    env: process.env,
    otherSections: sections.filter((other) => other !== section),
  }) as Record<string, unknown> & { log: z.output<typeof logConfig> };
  const log = createLog(command, config.log.level);
  const running = await service.start(config[section] as z.output<Schema>, { log, clock: systemClock });
  const alive = () => running.alive?.() ?? true;
  const watchdog = createWatchdog({ env: process.env, pid: process.pid, clock: systemClock, log, alive });
  announce(command, running, options.json === true);
  void watchdog.ready();
  await runUntilSignal(log, () => {
    void watchdog.stopping();
    return running.stop();
  });
}

/** Addresses are the text members of what was started. */
function announce(command: string, running: object, json: boolean): void {
  const addresses = Object.fromEntries(
    Object.entries(running).filter(([, value]) => typeof value === 'string'),
  );
  const line = json
    ? JSON.stringify({ ready: command, version: packageVersion, ...addresses })
    : `packproof ${command} ${packageVersion} is ready: ${Object.values(addresses).join(', ')}`;
  process.stdout.write(`${line}\n`);
}
