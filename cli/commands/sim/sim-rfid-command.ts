import { type Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { cannotStart } from './device-place.ts';
import type { RfidKind, RfidSimOptions } from './rfid-kind.ts';
import { rfidKinds } from './rfid-kinds.ts';

interface CommandOptions extends RfidSimOptions {
  readonly kind: string;
  readonly fault: readonly string[];
  readonly faultEvery: number;
}

/** Adds `packproof sim rfid`: one simulated RFID reader, as a program of its own. */
export function addSimRfidCommand(sim: Command): void {
  sim
    .command('rfid')
    .description('one simulated RFID reader with tags in its field, until Ctrl+C')
    .addOption(new Option('--kind <kind>', 'what it speaks').choices(Object.keys(rfidKinds)).default('llrp'))
    .option('--host <address>', 'where it listens', '127.0.0.1')
    .option('--port <n>', 'the port where it listens; 0 takes any', whole, 5084)
    .option('--model <name>', 'llrp: impinj-r420, zebra-fx9600 or plain; chafon: uhfreader18 or uhfreader288')
    .option('--link <path>', 'thingmagic, chafon, yrm100: where the link to its pseudo-terminal appears')
    .option('--broker <url>', 'zebra-mqtt, impinj-mqtt: the broker that it publishes to')
    .option('--topic <name>', 'zebra-mqtt: what stands before its topics; impinj-mqtt: its topic', 'rfid')
    .option('--tags <n>', 'tags in the field', whole, 20)
    .option('--rate <n>', 'reads in a second', positive, 100)
    .option('--seed <n>', 'the same seed gives the same tags and reads', whole, 1)
    .option('--fault <list>', 'what goes wrong, with commas: split, reset, reboot ...', list, [])
    .option('--fault-every <seconds>', 'how often what happens once happens again', positive, 10)
    .action((options: CommandOptions, command: Command) => run(options, command));
}

async function run(options: CommandOptions, command: Command): Promise<void> {
  const kind = rfidKinds[options.kind] ?? command.error(`--kind: ${Object.keys(rfidKinds).join(', ')}`);
  await refuseUnknown(kind, options, command);
  const reader = await kind.start(options).catch((error: Error) => cannotStart(command, options.kind, error));
  process.stdout.write(`${JSON.stringify({ ready: 'sim rfid', address: reader.address })}\n`);
  const strike = () => {
    for (const fault of options.fault) reader.inject(fault);
    cancel = systemClock.after(options.faultEvery * 1000, strike);
  };
  let cancel = options.fault.length === 0 ? () => {} : systemClock.after(0, strike);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  cancel();
  await reader.stop();
}

async function refuseUnknown(kind: RfidKind, options: CommandOptions, command: Command): Promise<void> {
  const [faults, models] = [await kind.faults(), await kind.models()];
  const unknown = options.fault.find((name) => !faults.includes(name));
  if (unknown !== undefined) command.error(`--fault: ${options.kind} knows ${faults.join(', ')}`);
  const { model } = options;
  if (model !== undefined && !models.includes(model)) {
    command.error(`--model: ${options.kind} knows ${models.join(', ')}`);
  }
}

function whole(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('a whole number');
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('a number above 0');
}

function list(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}
