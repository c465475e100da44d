import { readdirSync, writeFileSync } from 'node:fs';
import { UsbGadget } from './gadget.ts';
import { runCases, until } from './report.ts';
import { watchScanner } from './scanner-watch.ts';

/** A scanner as a USB serial device (CDC-ACM), through cdc_acm and serialport. */
const gadget = new UsbGadget('scanner', {
  vendorId: 0x0c2e,
  productId: 0x0b87,
  serial: 'PP0001',
  functions: { 'acm.usb0': {} },
});
const { scanner, start, state, texts } = watchScanner({ id: 's1', path: '/dev/ttyACM0', framing: 'cr' });
const scan = (text: string) => writeFileSync('/dev/ttyGS0', `${text}\r`);

await runCases({
  'waits for the device and connects when it is plugged in': async () => {
    start();
    await until('state', state, 'disconnected');
    await gadget.plug();
    await until('state', state, 'connected');
  },
  'reads 200 scans of a burst in order': async () => {
    const wanted = Array.from({ length: 200 }, (_, n) => `]C10104012345678901${n}`);
    for (const text of wanted) scan(text);
    await until('scans', texts, wanted);
  },
  'notices each unplug, right after a scan too, and reads on after it': async () => {
    for (let round = 0; round < 5; round += 1) {
      scan(`round ${round}`);
      await gadget.unplug();
      await until('state', state, 'disconnected');
      await gadget.plug();
      await until('state', state, 'connected');
      scan(`again ${round}`);
      await until('last scan', () => texts().at(-1), `again ${round}`);
    }
  },
  'holds no device open after its close': async () => {
    await scanner.close();
    const held = readdirSync('/proc/self/fd', { withFileTypes: true }).length;
    await gadget.unplug();
    await until('file descriptors', () => readdirSync('/proc/self/fd').length <= held, true);
  },
});
