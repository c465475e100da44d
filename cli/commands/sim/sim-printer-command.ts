import type { Command } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';
import { cannotStart, devicePlace, hostAndPort, obeyUntilSignal, say, wholeNumber } from './device-place.ts';

interface PrinterOptions {
  readonly listen?: { readonly host: string; readonly port: number };
  readonly link?: string;
  readonly folder?: string;
  readonly label: number;
  readonly dpmm: number;
  readonly width: number;
  readonly height: number;
  readonly counter: boolean;
}

/** Adds `packproof sim printer`: one simulated label printer, as a program of its own. */
export function addSimPrinterCommand(sim: Command): void {
  sim
    .command('printer')
    .description(
      'one simulated ZPL printer until Ctrl+C; lines of standard input say what happens: paper out, head open, pause on, cancel, restart, reset 500',
    )
    .option('--listen <host:port>', 'where it listens', hostAndPort)
    .option('--link <path>', 'where the link to its pseudo-terminal appears')
    .option('--folder <path>', 'where a PNG of each label goes')
    .option('--label <ms>', 'time for a label', wholeNumber(1, 60_000), 500)
    .option('--dpmm <n>', 'dots per millimetre: 8 is 203 dpi, 12 is 300', wholeNumber(6, 24), 8)
    .option('--width <mm>', 'of a label', wholeNumber(10, 300), 102)
    .option('--height <mm>', 'of a label', wholeNumber(10, 600), 152)
    .option('--no-counter', 'it does not count labels')
    .action((options: PrinterOptions, command: Command) => run(options, command));
}

async function run(options: PrinterOptions, command: Command): Promise<void> {
  const { printerProgram } = await import('../../../devices/simulators/printer/printer-program.ts');
  const { label, dpmm, width, height, counter, folder } = options;
  const at = devicePlace(options);
  if (typeof at === 'string') command.error(at);
  const size = { dotsPerMm: dpmm, widthMm: width, heightMm: height };
  const printer = printerProgram({ at, labelMs: label, ...size, counts: counter, folder }, systemClock, say);
  await printer.wire.plug().catch((error: Error) => cannotStart(command, 'printer', error));
  say({ ready: 'sim printer', address: printer.wire.address });
  await obeyUntilSignal(printer);
  await printer.stop();
  process.exit(0);
}
