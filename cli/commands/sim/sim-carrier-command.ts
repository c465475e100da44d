import type { Command } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { say, wholeNumber } from './device-place.ts';

interface CarrierOptions {
  readonly central: string;
  readonly carrier: string;
  readonly interval: number;
  readonly exceptionEvery: number;
  readonly once?: boolean;
}

/** Adds `packproof sim carrier`: a carrier that takes loads and reports on their parcels, signed, over HTTP. */
export function addSimCarrierCommand(sim: Command): void {
  sim
    .command('carrier')
    .description(
      'a carrier until Ctrl+C: it takes closed loads from central and posts signed events, to the proof of delivery; PACKPROOF_CARRIER_SECRET is its key, PACKPROOF_CARRIER_TOKEN a token of the role reader',
    )
    .requiredOption('--central <url>', "central's address")
    .requiredOption('--carrier <name>', 'its name in the configuration of central')
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
  const secret = process.env.PACKPROOF_CARRIER_SECRET;
  if (secret === undefined) return command.error('PACKPROOF_CARRIER_SECRET holds no secret of the carrier');
  const { CarrierSimulator } = await import('./sim-carrier.ts');
  const token = process.env.PACKPROOF_CARRIER_TOKEN;
  const { exceptionEvery, carrier, interval } = options;
  const central = options.central.replace(/\/+$/, '');
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
