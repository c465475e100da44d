import { posDescriptor, posReports } from '../../../devices/simulators/scanner-hid.ts';
import { runCases, until } from './report.ts';
import { watchScanner } from './scanner-watch.ts';
import { UhidDevice } from './uhid.ts';

/** Two scanners of one model as HID POS devices, through the kernel's HID drivers, hidraw and node-hid. */
const model = { vendorId: 0x0c2e, productId: 0x0b41, descriptor: Buffer.from(posDescriptor) };
const plugIn = (serial: string) => new UhidDevice({ name: 'Honeywell Test', serial, ...model });
const send = (device: UhidDevice, aim: string | null, text: string) => {
  for (const report of posReports(aim, text)) device.send(report);
};
const settings = { kind: 'hid-pos', vendorId: '0c2e', productId: '0b41' };
const first = watchScanner({ id: 's1', ...settings, serialNumber: 'SN-1' });
const second = watchScanner({ id: 's2', ...settings, serialNumber: 'SN-2' });
let firstDevice: UhidDevice;
let secondDevice: UhidDevice;

await runCases({
  'waits for the device and finds it when it is plugged in': async () => {
    first.start();
    second.start();
    await until('state', first.state, 'disconnected');
    firstDevice = plugIn('SN-1');
    await until(`state (${first.detail()})`, first.state, 'connected');
    await until('state of the other', second.state, 'disconnected');
  },
  'tells two of one model apart by their serial numbers': async () => {
    secondDevice = plugIn('SN-2');
    await until('state', second.state, 'connected');
    send(secondDevice, ']C1', '0109506000134352');
    send(firstDevice, ']E0', '4012345678901');
    await until('scans of the second', second.texts, [']C10109506000134352']);
    await until('scans of the first', first.texts, [']E04012345678901']);
  },
  'reads 200 scans of a burst in order, of several reports each': async () => {
    const wanted = Array.from({ length: 200 }, (_, n) => `0109506000134352\x1d21${'S'.repeat(70)}${n}`);
    for (const text of wanted) send(secondDevice, ']C1', text);
    await until(
      'scans',
      () => second.texts().slice(1),
      wanted.map((text) => `]C1${text}`),
    );
  },
  'notices each unplug, right after a scan too, and reads on after it': async () => {
    for (let round = 0; round < 3; round += 1) {
      send(firstDevice, null, `round ${round}`);
      firstDevice.unplug();
      await until('state', first.state, 'disconnected');
      firstDevice = plugIn('SN-1');
      await until('state', first.state, 'connected');
      send(firstDevice, null, `again ${round}`);
      await until('last scan', () => first.texts().at(-1), `again ${round}`);
    }
  },
  closes: async () => {
    await first.scanner.close();
    await second.scanner.close();
  },
});
