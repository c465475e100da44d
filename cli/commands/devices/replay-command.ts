import type { Command } from 'commander';
import type { Recording, RecordingFault } from '../../../devices/recording/read-recording.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { fileTrouble } from '../../../kernel/file-trouble.ts';
import { kernelErrors } from '../../../kernel/kernel-errors.ts';
import { cliErrors } from '../../cli-errors.ts';
import { exitCodes } from '../../exit-codes.ts';
import { NewsPrinter } from './news-printer.ts';
import { zeroOrMore } from './option-values.ts';
import { withWords } from './set-words.ts';
import { untilStopped } from './until-stopped.ts';
import { quietDeps } from './watch-command.ts';

interface ReplayOptions {
  readonly speed: number;
  readonly set: readonly string[];
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addReplayCommand(devices: Command): void {
  devices
    .command('replay')
    .description('give a recording to the driver of its device, and show what that makes of it')
    .argument('<file>', 'what packproof devices record has written')
    .option('--speed <n>', '1 as fast as it was, 10 ten times as fast, 0 at once', zeroOrMore, 0)
    .option(
      '--set <key=value>',
      'another setting than it was recorded with; may be repeated',
      (word: string, before: readonly string[]) => [...before, word],
      [],
    )
    .option('--all', 'RFID: each read by itself, instead of what was read in a second')
    .option('--json', 'print each piece of news as a line of JSON')
    .action((file: string, options: ReplayOptions) => replay(file, options));
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const { replayRecording } = await import('../../../devices/recording/replay.ts');
  const recording = await readFile(file);
  if (!recording.ok) {
    fail(faultText(file, recording));
    return;
  }
  const config = await configOf(file, recording, options.set);
  const stop = untilStopped(undefined);
  const printer = new NewsPrinter(config.settings.id, {
    json: options.json === true,
    all: options.all === true,
    write: (text) => void process.stdout.write(text),
  });
  let lastMs = Date.parse(recording.header.at);
  const played = await replayRecording(recording, {
    config,
    log: quietDeps().log,
    speed: options.speed,
    clock: systemClock,
    isStopped: () => stop.signal.aborted,
    listener: (news, atMs) => {
      lastMs = atMs;
      printer.tell(news, atMs);
    },
  });
  stop.end();
  if (!played) {
    fail(`${file}: devices of the kind ${config.settings.kind} cannot be replayed`);
    return;
  }
  printer.end(lastMs);
  if (recording.unfinished) process.stderr.write(`${file}: the recording has no end; it was cut off\n`);
}

/** @throws FILE_UNREADABLE */
async function readFile(file: string): Promise<Recording | RecordingFault> {
  const { openRecording } = await import('../../../devices/recording/read-recording.ts');
  try {
    return await openRecording(file);
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${file}: ${fileTrouble(thrown)}`, {
      place: file,
      cause: thrown,
    });
  }
}

/** @throws CONFIG_INVALID */
async function configOf(file: string, { header }: Recording, set: readonly string[]) {
  const { deviceConfig } = await import('../../../devices/device-config.ts');
  const result = withWords(deviceConfig, header.device, set);
  if (result.ok) return result.config;
  const { faults } = result;
  const list = faults.map(({ place, message }) => `  ${place}: ${message}`).join('\n');
  throw kernelErrors.fault(
    'CONFIG_INVALID',
    `${file}: the settings in its first line have faults:\n${list}`,
    {
      faults,
    },
  );
}

/** "file.jsonl: line 7, ms: expected at least 20, the time of the line before" */
function faultText(file: string, { line, place, expected }: RecordingFault): string {
  return `${file}: line ${line}${place === '' ? '' : `, ${place}`}: expected ${expected}`;
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = exitCodes.failed;
}
