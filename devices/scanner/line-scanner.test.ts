import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { serialConnector } from '../line/serial-connector.ts';
import { superviseLine } from '../line/supervised-line.ts';
import { VirtualScanner } from '../simulators/virtual-scanner.ts';
import { createLineScanner } from './line-scanner.ts';
import { type ScannerRig, scannerContract } from './scanner.contract.ts';
import type { Framing } from './scanner.ts';
import { framings } from './scanner.ts';

/** A scanner on a pseudo-terminal: the real serialport, no hardware. */
function serialRig(framing: Framing): ScannerRig {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-scanner-'));
  const device = new VirtualScanner({ id: 's1', link: join(folder, 'later', 'scanner-s1'), framing });
  const clock = systemClock;
  const connector = serialConnector({ path: device.link, baudRate: 9600 }, clock);
  const line = superviseLine(connector, { device: 's1', clock, log: createLog('test', 'silent') });
  const scanner = createLineScanner({ id: 's1', line, framing, boot: 'boot-1', clock });
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

for (const framing of framings)
  scannerContract(`scanner on a serial line, ${framing}`, () => serialRig(framing));
