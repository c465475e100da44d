import { type Command, Option } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { cannotStart, devicePlace, hostAndPort, obeyUntilSignal, say, wholeNumber } from './device-place.ts';

interface ScaleOptions {
  readonly kind: 'mt-sics' | 'toledo-continuous' | 'line';
  readonly listen?: { readonly host: string; readonly port: number };
  readonly link?: string;
  readonly checksum?: boolean;
  readonly request?: string;
  readonly capacity: number;
  readonly interval: number;
}

/** Adds `packproof sim scale`: one simulated scale, as a program of its own. */
export function addSimScaleCommand(sim: Command): void {
  sim
    .command('scale')
    .description(
      'one simulated scale until Ctrl+C; lines of standard input say what happens: 1234, 1234 moving, wait 500, fault silent, unplug',
    )
    .addOption(
      new Option('--kind <kind>', 'what it speaks')
        .choices(['mt-sics', 'toledo-continuous', 'line'])
        .default('mt-sics'),
    )
    .option('--listen <host:port>', 'where it listens', hostAndPort)
    .option('--link <path>', 'where the link to its pseudo-terminal appears')
    .option('--checksum', 'toledo-continuous: a checksum follows each frame')
    .option('--request <text>', 'line: it sends only when it gets this line')
    .option('--capacity <grams>', 'what it weighs at the most', wholeNumber(1, 900_000), 30_000)
    .option('--interval <ms>', 'how often one that sends by itself sends', wholeNumber(5, 60_000), 100)
    .action((options: ScaleOptions, command: Command) => run(options, command));
}

async function run(options: ScaleOptions, command: Command): Promise<void> {
  const { scaleProgram } = await import('../../../devices/simulators/scale/scale-program.ts');
  const { kind, checksum = false, request, capacity, interval } = options;
  const at = devicePlace(options);
  if (typeof at === 'string') command.error(at);
  const voice =
    kind === 'toledo-continuous' ? { kind, checksum } : kind === 'line' ? { kind, request } : { kind };
  const scale = scaleProgram({ at, voice, capacityGrams: capacity, intervalMs: interval }, systemClock);
  await scale.start().catch((error: Error) => cannotStart(command, 'scale', error));
  say({ ready: 'sim scale', address: scale.address });
  await obeyUntilSignal(scale);
  await scale.stop();
  process.exit(0);
}
