import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { VirtualScanner } from '../simulators/virtual-scanner.ts';
import { type ScannerRig, scannerContract } from './scanner.contract.ts';
import type { Framing } from './scanner.ts';
import { framings } from './scanner.ts';
import { createSerialScanner } from './serial-driver.ts';

/** The serial driver on a pseudo-terminal: the real serialport, no hardware. */
function serialRig(framing: Framing): ScannerRig {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-scanner-'));
  const device = new VirtualScanner({ id: 's1', link: join(folder, 'later', 'scanner-s1'), framing });
  const scanner = createSerialScanner({
    id: 's1',
    path: device.link,
    baudRate: 9600,
    framing,
    boot: 'boot-1',
    clock: systemClock,
    log: createLog('test', 'silent'),
  });
  const opened = framing === 'stx-etx' ? '\x02' : '';
  return {
    scanner,
    plug: () => device.plug(),
    unplug: () => device.unplug(),
    scan: (text) => device.scan(text),
    fragment: (text) => device.send(Buffer.from(opened + text)),
    binary: () => device.scan('40\x00\x0112'),
    dispose: () => {
      device.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

for (const framing of framings) scannerContract(`serial driver, ${framing}`, () => serialRig(framing));
