import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import type { DeviceDeps } from '../../../devices/open-device.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { addDeviceOptions, type DeviceOptions, nameDevices } from './device-options.ts';
import { NewsPrinter } from './news-printer.ts';
import { positive } from './option-values.ts';
import { untilStopped } from './until-stopped.ts';

interface WatchOptions extends DeviceOptions {
  readonly json?: boolean;
  readonly all?: boolean;
  readonly for?: number;
}

const tickMs = 250;

export function addWatchCommand(devices: Command): void {
  const command = devices
    .command('watch')
    .description('show live what devices read, decoded, and what is wrong with it; Ctrl+C ends it')
    .argument(
      '<device...>',
      'an id of --config, or an address: /dev/ttyACM0, hid:0c2e:0b41, llrp://host ...',
    );
  addDeviceOptions(command)
    .option('--all', 'RFID: each read by itself, instead of what was read in a second')
    .option('--for <seconds>', 'end after so long', positive)
    .option('--json', 'print each piece of news as a line of JSON')
    .action((words: readonly string[], options: WatchOptions) => watch(words, options));
}

async function watch(words: readonly string[], options: WatchOptions): Promise<void> {
  const named = await nameDevices(words, options);
  const { openDevice, startDevice } = await import('../../../devices/open-device.ts');
  const stop = untilStopped(options.for);
  const write = (text: string) => void process.stdout.write(text);
  const shown = { json: options.json === true, all: options.all === true, write };
  const watched = named.map(({ id, config }) => {
    const device = openDevice(config, quietDeps());
    const printer = new NewsPrinter(id, shown);
    startDevice(device, (news) => printer.tell(news, systemClock.now()));
    return { device, printer };
  });
  const ticking = setInterval(() => {
    for (const { printer } of watched) printer.tellTags(systemClock.now());
  }, tickMs);
  await stop.over;
  clearInterval(ticking);
  await Promise.all(watched.map(({ device }) => device.port.close()));
  for (const { printer } of watched) printer.end(systemClock.now());
}

/** What is told goes to standard output; there is nothing to log beside it. */
export function quietDeps(): DeviceDeps {
  return {
    boot: randomBytes(8).toString('hex'),
    clock: systemClock,
    log: createLog('devices', 'silent'),
  };
}
