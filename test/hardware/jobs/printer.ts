import { closeSync, constants, openSync, readdirSync, readlinkSync, readSync, writeSync } from 'node:fs';
import { openPrinter } from '../../../devices/printer/open-printer.ts';
import type { PrinterEvent, PrintOutcome } from '../../../devices/printer/printer.ts';
import { printerConfig } from '../../../devices/printer/printer-config.ts';
import {
  type PrinterConnection,
  SimulatedPrinter,
} from '../../../devices/simulators/printer/simulated-printer.ts';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { UsbGadget } from './gadget.ts';
import { runCases, until } from './report.ts';

/** A label printer on USB, through usblp: the other end is a simulated printer behind the kernel's printer gadget. */
const gadget = new UsbGadget('printer', {
  vendorId: 0x0a5f,
  productId: 0x0166,
  serial: 'PRN0001',
  functions: { 'printer.usb0': { pnp_string: 'MFG:Zebra;MDL:SIM;CMD:ZPL;CLS:PRINTER;', q_len: '10' } },
});
const printed: string[] = [];
const device = new SimulatedPrinter(
  {
    labelMs: 100,
    dotsPerMm: 8,
    counts: true,
    printed: (zpl) => printed.push(/\^FX([^^]*)\^/.exec(Buffer.from(zpl).toString('latin1'))?.[1] ?? ''),
  },
  systemClock,
);

/** Moves bytes between the gadget's file and the simulated printer. */
class Wire {
  private reads = true;
  private readonly file: number;
  private readonly timer: NodeJS.Timeout;
  private readonly buffer = Buffer.alloc(65_536);
  private readonly connection: PrinterConnection;
  private toSend: Buffer = Buffer.alloc(0);

  constructor() {
    this.file = openSync('/dev/g_printer0', constants.O_RDWR | constants.O_NONBLOCK);
    this.connection = device.connect((bytes) => {
      this.toSend = Buffer.concat([this.toSend, bytes]);
    });
    this.timer = setInterval(() => this.move(), 5);
  }

  reading(on: boolean): void {
    this.reads = on;
  }

  close(): void {
    clearInterval(this.timer);
    closeSync(this.file);
  }

  private move(): void {
    try {
      if (this.toSend.length > 0) this.toSend = this.toSend.subarray(writeSync(this.file, this.toSend));
    } catch {
      // It takes more when the host has read.
    }
    try {
      const bytes = this.reads ? readSync(this.file, this.buffer) : 0;
      if (bytes > 0) this.connection.push(Buffer.from(this.buffer.subarray(0, bytes)));
    } catch {
      // Nothing has come, or nobody is there.
    }
  }
}

/** The file can be opened when the host has found the printer. */
async function openWire(): Promise<Wire> {
  let opened: Wire | undefined;
  const tryIt = () => {
    try {
      opened ??= new Wire();
    } catch {
      return false;
    }
    return true;
  };
  await until('gadget', tryIt, true);
  if (opened === undefined) throw new Error('not opened');
  return opened;
}

const events: PrinterEvent[] = [];
const config = printerConfig.parse({
  id: 'p1',
  at: { file: '/dev/usb/lp0' },
  pollMs: 200,
  jobPollMs: 50,
  settleMs: 1_000,
});
const printer = openPrinter(config, { clock: systemClock, log: createLog('hardware', 'silent') });
const health = () => events.findLast((event) => event.kind !== 'state')?.kind;
const state = () => events.findLast((event) => event.kind === 'state')?.state;
const linkOf = (path: string) => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};
const print = (id: string, labels: number, padding: number): Promise<PrintOutcome> => {
  const zpl = Buffer.from(`^XA^FX${id}^FS^FD${'x'.repeat(padding)}^FS^PQ${labels}^XZ`);
  return printer.print({ id, zpl, labels });
};
let wire: Wire | undefined;

await runCases({
  'waits for the printer, and knows it when it is plugged in': async () => {
    printer.start((event) => events.push(event));
    await until('state', state, 'disconnected');
    await gadget.plug();
    wire = await openWire();
    await until('health', health, 'ready');
  },
  'prints a label of 60,000 bytes, twice, and says when': async () => {
    const outcome = await print('large', 2, 60_000);
    await until('outcome', () => [outcome.kind, printed], ['printed', ['large', 'large']]);
  },
  'a printer that takes nothing holds up nothing else': async () => {
    wire?.reading(false);
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 10);
    const outcome = print('stalled', 1, 200_000);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    clearInterval(ticking);
    await until('ticks', () => ticks > 40, true);
    wire?.reading(true);
    const { kind } = await outcome;
    await until('outcome', () => kind, 'printed');
  },
  'tells what it lacks': async () => {
    device.set('paperOut', true);
    await until('health', health, 'blocked');
    const outcome = await print('blocked', 1, 0);
    await until('outcome', () => outcome, { kind: 'not_printed', reason: 'labels are out' });
    device.set('paperOut', false);
    await until('health', health, 'ready');
  },
  'notices the unplug, and prints on after it': async () => {
    wire?.close();
    await gadget.unplug();
    await until('state', state, 'disconnected');
    await gadget.plug();
    wire = await openWire();
    await until('health', () => [state(), health()], ['connected', 'ready']);
    const outcome = await print('again', 1, 0);
    await until('outcome', () => [outcome.kind, printed.at(-1)], ['printed', 'again']);
  },
  'holds no device open after its close': async () => {
    await printer.close();
    const files = () => readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`));
    await until('files', () => files().includes('/dev/usb/lp0'), false);
    wire?.close();
    await gadget.unplug();
  },
});
