import type { Command } from 'commander';
import type { Recorder } from '../../../devices/recording/recorder.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { addDeviceOptions, type DeviceOptions, nameOneDevice } from './device-options.ts';
import { NewsPrinter } from './news-printer.ts';
import { positive } from './option-values.ts';
import { type Stop, untilStopped } from './until-stopped.ts';
import { quietDeps } from './watch-command.ts';

interface RecordOptions extends DeviceOptions {
  readonly out: string;
  readonly maxBytes: number;
  readonly for?: number;
  readonly json?: boolean;
}

const usualLimitBytes = 100_000_000;

export function addRecordCommand(devices: Command): void {
  const command = devices
    .command('record')
    .description(
      'write the raw bytes of a device to a file, for a replay, while they are shown; Ctrl+C ends it',
    )
    .argument('<device>', 'an id of --config, or an address');
  addDeviceOptions(command)
    .requiredOption('--out <file>', 'file to write; it must not be there yet')
    .option('--max-bytes <n>', 'end when the file is so large', positive, usualLimitBytes)
    .option('--for <seconds>', 'end after so long', positive)
    .option('--json', 'print each piece of news as a line of JSON')
    .action((word: string, options: RecordOptions, command: Command) => record(word, options, command));
}

async function record(word: string, options: RecordOptions, command: Command): Promise<void> {
  const { id, raw, config } = await nameOneDevice(word, options);
  const { startDevice } = await import('../../../devices/open-device.ts');
  const { canBeRecorded, openRecorded } = await import('../../../devices/recording/recorded-device.ts');
  const { nodeHidAccess } = await import('../../../devices/scanner/hid/node-hid-access.ts');
  const deps = { ...quietDeps(), hid: nodeHidAccess(systemClock) };
  if (!canBeRecorded(config, deps)) {
    command.error(`${word}: what dials in or goes through a broker cannot be recorded here`);
  }
  const stop = untilStopped(options.for);
  const recorder = await openFile(raw, options, command, stop);
  const device = openRecorded(config, recorder, deps);
  const printer = new NewsPrinter(id, {
    json: options.json === true,
    all: false,
    write: (text) => void process.stdout.write(text),
  });
  startDevice(device, (news) => printer.tell(news, systemClock.now()));
  await stop.over;
  await device.port.close();
  recorder.close();
  printer.end(systemClock.now());
  const { counts, bytes } = recorder;
  say(`${options.out}: ${bytes} bytes; ${counts.in} pieces from the device, ${counts.out} to it`);
}

async function openFile(
  device: Readonly<Record<string, unknown>>,
  { out: path, maxBytes: limitBytes }: RecordOptions,
  command: Command,
  stop: Stop,
): Promise<Recorder> {
  const { Recorder } = await import('../../../devices/recording/recorder.ts');
  const onEnd = (message: string) => {
    say(`the recording ends: ${message}`);
    process.exitCode = exitCodes.failed;
    stop.end();
  };
  try {
    return new Recorder({ path, device, limitBytes, clock: systemClock, onEnd });
  } catch (thrown) {
    stop.end();
    return command.error(`--out ${path}: ${messageOf(thrown)}`);
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
