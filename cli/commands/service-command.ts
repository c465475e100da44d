import type { Command } from 'commander';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { loadConfig } from '../../kernel/config.ts';
import { createLog, type Log } from '../../kernel/log.ts';
import { createWatchdog } from '../../kernel/operate/watchdog.ts';
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

export interface ServiceCommand<Schema extends z.ZodType> {
  readonly command: string;
  readonly section: Section;
  readonly description: string;
  /** Loaded only when the command runs: a station's agent needs no PDF writer in its memory. */
  load(): Promise<Service<Schema>>;
}

/** Adds a command that runs one service until it is told to stop. */
export function addServiceCommand<Schema extends z.ZodType>(
  program: Command,
  service: ServiceCommand<Schema>,
): Command {
  return program
    .command(service.command)
    .description(service.description)
    .option('--config <file>', `JSON file with the section "${service.section}"`)
    .option('--json', 'print one JSON line with the addresses when it is ready')
    .action((options: ServiceOptions) => run(service, options));
}

interface ServiceOptions {
  readonly config?: string;
  readonly json?: boolean;
}

async function run<Schema extends z.ZodType>(
  { command, section, load }: ServiceCommand<Schema>,
  options: ServiceOptions,
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
