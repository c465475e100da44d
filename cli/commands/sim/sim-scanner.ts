import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import { cliErrors } from '../../cli-errors.ts';

interface Place {
  readonly host: string;
  readonly port: number;
}

interface ScannerOptions {
  readonly kind: 'serial' | 'ssi' | 'tcp' | 'udp';
  readonly link?: string;
  readonly connect?: Place;
  readonly listen?: Place;
  readonly framing: 'cr' | 'lf' | 'crlf' | 'stx-etx' | 'idle';
  readonly prefix?: string;
  readonly suffix?: string;
  readonly text?: readonly string[];
  readonly file?: string;
  readonly rate: number;
  readonly delay: number;
  readonly faults: readonly string[];
  readonly faultEvery: number;
  readonly stay?: boolean;
}

const lingerMs = 1_000;

/** Adds `packproof sim scanner`: one simulated scanner, as a program of its own. */
export function addSimScannerCommand(sim: Command): void {
  sim
    .command('scanner')
    .description(
      'one simulated scanner that scans what it is given: --text, --file, or lines of standard input',
    )
    .addOption(
      new Option('--kind <kind>', 'what it speaks')
        .choices(['serial', 'ssi', 'tcp', 'udp'])
        .default('serial'),
    )
    .option('--link <path>', 'serial, ssi: where the link to its pseudo-terminal appears')
    .option('--connect <host:port>', 'tcp, udp: the station that it dials', place)
    .option('--listen <host:port>', 'tcp: where it listens for the station', place)
    .addOption(
      new Option('--framing <framing>', 'what ends a scan')
        .choices(['cr', 'lf', 'crlf', 'stx-etx', 'idle'])
        .default('cr'),
    )
    .option('--prefix <text>', 'bytes before each scan, instead of --framing; \\xHH is a byte', escaped)
    .option('--suffix <text>', 'bytes after each scan, instead of --framing; \\xHH is a byte', escaped)
    .option('--text <text...>', 'what it scans; \\x1d is GS')
    .option('--file <path>', 'a file with a scan in each line')
    .option('--rate <n>', 'scans in a second', positive, 2)
    .option('--delay <ms>', 'time for the station to connect before the first scan', positive, 1_000)
    .option('--faults <list>', 'faults in turn, with commas: split, merge, drop-separator ...', list, [])
    .option('--fault-every <n>', 'only each n-th scan has a fault', positive, 1)
    .option('--stay', 'stay plugged in after the last scan, until Ctrl+C')
    .action((options: ScannerOptions, command: Command) => run(options, command));
}

async function run(options: ScannerOptions, command: Command): Promise<void> {
  const { playScans, simulatedScanner } = await import('../../../devices/simulators/main.ts');
  const { prefix, suffix, kind } = options;
  const framing = prefix === undefined && suffix === undefined ? options.framing : { prefix, suffix };
  const scanner = simulatedScanner({ ...options, framing }, systemClock, say);
  if (typeof scanner === 'string') command.error(scanner);
  const { peer, voice } = scanner;
  const faults = options.faults.map(
    (name) =>
      scanner.faults.find((fault) => fault === name) ??
      command.error(`--faults: ${kind} knows ${scanner.faults.join(', ')}`),
  );
  let stopped = false;
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  }).then(() => {
    stopped = true;
  });
  await peer.plug();
  say({ ready: 'sim scanner', address: peer.address });
  const { rate, delay, faultEvery } = options;
  const script = { texts: textsOf(options), ratePerSecond: rate, delayMs: delay, faults, faultEvery };
  const played = playScans(voice, script, systemClock, () => stopped).then(async (scans) => {
    say({ scans });
    await (options.stay === true ? signalled : linger());
  });
  await Promise.race([played, signalled]);
  await peer.unplug();
  process.exit(0);
}

/** The station may still read what came last. */
function linger(): Promise<void> {
  return new Promise((resolve) => {
    systemClock.after(lingerMs, resolve);
  });
}

async function* textsOf({ text, file }: ScannerOptions): AsyncGenerator<string> {
  if (text !== undefined) {
    yield* text.map(escaped);
    return;
  }
  const input = file === undefined ? process.stdin : createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      yield escaped(line);
  } catch (thrown) {
    throw cliErrors.fault('FILE_UNREADABLE', `${file ?? 'standard input'}: ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function place(value: string): Place {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535)
    throw new InvalidArgumentError('host:port, as 127.0.0.1:9100');
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}

function positive(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError('a number above 0');
}

function list(value: string): string[] {
  return value.split(',').map((item) => item.trim());
}

/** `\x1d` and the like as the byte that they name. */
function escaped(text: string): string {
  return text.replace(/\\x([0-9a-fA-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
