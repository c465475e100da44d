import type { Command } from 'commander';
import { z } from 'zod';
import { centralConfig, startCentral } from '../../central/main.ts';
import { cloudSyncConfig, startCloudSync } from '../../cloud-sync/main.ts';
import { simulatorConfig, startSimulators } from '../../devices/simulators/main.ts';
import { edgeConfig, startEdge } from '../../edge/main.ts';
import { gatewayConfig, startGateway } from '../../gateway/main.ts';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { loadConfig } from '../../kernel/config.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { runUntilSignal } from '../run-until-signal.ts';

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

interface Runtime<Schema extends z.ZodType> {
  readonly command: string;
  readonly section: Section;
  readonly description: string;
  readonly schema: Schema;
  /** Starts it; the answer names where to reach it. */
  start(config: z.output<Schema>, deps: Deps): Promise<{ readonly stop: () => Promise<void> }>;
}

/** Adds `packproof central|gateway|cloud-sync|edge|sim`: each runs one service until it is told to stop. */
export function addRuntimeCommands(program: Command): void {
  addRuntime(program, {
    command: 'central',
    section: 'central',
    description: 'order to cash: orders, credit, stock, invoices, payments',
    schema: centralConfig,
    start: startCentral,
  });
  addRuntime(program, {
    command: 'gateway',
    section: 'gateway',
    description: "a site's broker, fact log and replica of work",
    schema: gatewayConfig,
    start: startGateway,
  });
  addRuntime(program, {
    command: 'cloud-sync',
    section: 'cloudSync',
    description: 'carries facts from a gateway to central, and work back',
    schema: cloudSyncConfig,
    start: startCloudSync,
  });
  addRuntime(program, {
    command: 'edge',
    section: 'edge',
    description: 'the agent of one pack station and its scanners',
    schema: edgeConfig,
    start: startEdge,
  });
  addRuntime(program, {
    command: 'sim',
    section: 'simulator',
    description: 'device simulators: scanners on pseudo-terminals, a bank',
    schema: simulatorConfig,
    start: startSimulators,
  });
}

function addRuntime<Schema extends z.ZodType>(program: Command, runtime: Runtime<Schema>): void {
  program
    .command(runtime.command)
    .description(runtime.description)
    .option('--config <file>', `JSON file with the section "${runtime.section}"`)
    .option('--json', 'print one JSON line with the addresses when it is ready')
    .action(async (options: { config?: string; json?: boolean }) => {
      const schema = z.strictObject({ [runtime.section]: runtime.schema, log: logConfig });
      const config = loadConfig(schema, {
        file: options.config,
        env: process.env,
        otherSections: sections.filter((section) => section !== runtime.section),
      }) as Record<string, unknown> & { log: z.output<typeof logConfig> };
      const log = createLog(runtime.command, config.log.level);
      const running = await runtime.start(config[runtime.section] as z.output<Schema>, {
        log,
        clock: systemClock,
      });
      announce(runtime.command, running, options.json === true);
      await runUntilSignal(log, () => running.stop());
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
