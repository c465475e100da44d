import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { carrierSecretFile } from '../../demo/carrier-secrets.ts';
import { defaultStateFolder, readEndpoints } from '../../endpoints.ts';
import { readNamedFile } from '../../read-named-file.ts';
import { httpAddress } from '../../service-address.ts';
import { say, wholeNumber } from './device-place.ts';

interface CarrierOptions {
  readonly central?: string;
  readonly carrier: string;
  readonly secretFile?: string;
  readonly dataDir: string;
  readonly interval: number;
  readonly exceptionEvery: number;
  readonly once?: boolean;
}

/** Adds `packproof sim carrier`: a carrier that takes loads and reports on their parcels, signed, over HTTP. */
export function addSimCarrierCommand(sim: Command): void {
  sim
    .command('carrier')
    .description(
      'a carrier until Ctrl+C: it takes closed loads from central and posts signed events, to the proof of delivery; PACKPROOF_CARRIER_SECRET is its key unless it lies in a file, PACKPROOF_CARRIER_TOKEN a token of the role reader',
    )
    .option('--central <url>', "central's address; that of `packproof up` unless given", httpAddress)
    .requiredOption('--carrier <name>', 'its name in the configuration of central')
    .option('--secret-file <path>', 'where its key lies; unless given, where `packproof up` put it')
    .option('--data-dir <folder>', 'the state of `packproof up`', defaultStateFolder)
    .option('--interval <ms>', 'how often it looks for loads', wholeNumber(50, 3_600_000), 2_000)
    .option(
      '--exception-every <n>',
      'every so many parcels one is not delivered',
      wholeNumber(0, 1_000_000),
      0,
    )
    .option('--once', 'one round, then it ends')
    .action((options: CarrierOptions, command: Command) => run(options, command));
}

async function run(options: CarrierOptions, command: Command): Promise<void> {
  const secret = secretOf(options);
  if (secret === undefined) {
    return command.error('no secret of the carrier: set PACKPROOF_CARRIER_SECRET or --secret-file');
  }
  const address = options.central ?? readEndpoints(options.dataDir)?.central;
  if (address === undefined) {
    return command.error(`nothing is up in ${options.dataDir}: name central by --central`);
  }
  const { CarrierSimulator } = await import('./sim-carrier.ts');
  const token = process.env.PACKPROOF_CARRIER_TOKEN;
  const { exceptionEvery, carrier, interval } = options;
  const central = address.replace(/\/+$/, '');
  const simulator = new CarrierSimulator({ central, carrier, secret, token, exceptionEvery }, systemClock);
  let running = true;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      running = false;
    });
  say({ ready: 'sim carrier', carrier });
  while (running) {
    try {
      const sent = await simulator.round();
      if (sent > 0) say({ sent });
      if (options.once === true) break;
    } catch (thrown) {
      if (options.once === true) return command.error(messageOf(thrown));
      say({ failed: messageOf(thrown) });
    }
    await new Promise<void>((resolve) => {
      systemClock.after(interval, resolve);
    });
  }
  process.exit(0);
}

function secretOf({ secretFile, dataDir, carrier }: CarrierOptions): string | undefined {
  const fromEnvironment = process.env.PACKPROOF_CARRIER_SECRET;
  if (secretFile === undefined && fromEnvironment !== undefined) return fromEnvironment;
  const file = secretFile ?? carrierSecretFile(dataDir, carrier);
  return secretFile !== undefined || existsSync(file) ? readNamedFile(file).trim() : undefined;
}
