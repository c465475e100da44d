import { closeSync, constants, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { typedReports } from '../../../devices/simulators/scanner-hid.ts';
import { keyboardLayouts } from '../../../protocols/hid/keyboard-layouts.ts';
import { bootKeyboardDescriptor } from '../../../protocols/hid/keyboard-report.ts';
import { runCases, until } from './report.ts';
import { watchScanner } from './scanner-watch.ts';
import { UhidDevice } from './uhid.ts';

/** A scanner that types, read from its reports and kept from the desktop by the kernel's own switch. */
const plugIn = () =>
  new UhidDevice({
    name: 'Typing scanner',
    serial: 'KB-1',
    vendorId: 0x05e0,
    productId: 0x1200,
    descriptor: Buffer.from(bootKeyboardDescriptor),
  });
const settings = { id: 'k1', kind: 'keyboard', vendorId: '05e0', productId: '1200', layout: 'de', gs: 'f8' };
const { scanner, start, state, detail, texts } = watchScanner(settings);
const type = (device: UhidDevice, text: string) => {
  for (const report of typedReports(keyboardLayouts.de, `${text}\r`, { gs: 'f8', altCodes: false }))
    device.send(report);
};

/** How many bytes a desktop would have got since the last look: what is waiting in the event nodes. */
class Desktop {
  private readonly files = readdirSync('/dev/input')
    .filter((name) => name.startsWith('event'))
    .map((name) => openSync(join('/dev/input', name), constants.O_RDONLY | constants.O_NONBLOCK));

  typed(): number {
    const buffer = Buffer.alloc(65_536);
    return this.files.reduce((sum, file) => sum + readable(file, buffer), 0);
  }

  close(): void {
    for (const file of this.files) closeSync(file);
  }
}

function readable(file: number, buffer: Buffer): number {
  try {
    return readSync(file, buffer);
  } catch {
    return 0;
  }
}

let device: UhidDevice;

await runCases({
  'finds the keyboard that is its scanner': async () => {
    device = plugIn();
    start();
    await until(`state (${detail()})`, state, 'connected');
  },
  'reads a German layout with separators, and the desktop gets nothing of it': async () => {
    const desktop = new Desktop();
    type(device, 'Größe (01)/Zyx-42');
    type(device, ']C10109506000134352\x1d21ZX-7');
    await until('scans', texts, ['Größe (01)/Zyx-42', ']C10109506000134352\x1d21ZX-7']);
    await until('bytes on the desktop', () => desktop.typed(), 0);
    desktop.close();
  },
  'notices an unplug and holds the next one too': async () => {
    device.unplug();
    await until('state', state, 'disconnected');
    device = plugIn();
    await until('state', state, 'connected');
    const desktop = new Desktop();
    type(device, 'again');
    await until('last scan', () => texts().at(-1), 'again');
    await until('bytes on the desktop', () => desktop.typed(), 0);
    desktop.close();
  },
  'gives the keyboard back to the desktop when it is closed': async () => {
    await scanner.close();
    const desktop = new Desktop();
    type(device, 'typed');
    await until('bytes on the desktop', () => desktop.typed() > 0, true);
    desktop.close();
  },
});
