import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { framed } from '../simulators/scanner-wire.ts';
import { VirtualScanner } from '../simulators/virtual-scanner.ts';
import type { FramingSetting } from './frame-rule.ts';
import { openScanner } from './open-scanner.ts';
import { type ScannerRig, scannerContract } from './scanner.contract.ts';
import { framings, type ScannerSignal } from './scanner.ts';
import { scannerConfig } from './scanner-config.ts';

const meanings: Record<string, ScannerSignal> = { '\x07': 'accepted', '\x18': 'refused' };

/** A scanner on a pseudo-terminal: the real serialport, no hardware. */
function serialRig(framing: FramingSetting): ScannerRig {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-scanner-'));
  const device = new VirtualScanner({ id: 's1', link: join(folder, 'later', 'scanner-s1'), framing });
  let heard = '';
  device.listen((bytes) => {
    heard += bytes.toString('latin1');
  });
  const signals = { accepted: '\x07', refused: '\x18' };
  const config = scannerConfig.parse({ id: 's1', path: device.link, framing, signals });
  const whole = framed('*', framing);
  return {
    scanner: openScanner(config, { boot: 'boot-1', clock: systemClock, log: createLog('test', 'silent') }),
    plug: () => device.plug(),
    unplug: () => device.unplug(),
    scan: (text) => {
      if (device.plugged) device.scan(text);
    },
    fragment:
      framing === 'idle'
        ? undefined
        : (text) => device.send(Buffer.concat([whole.subarray(0, whole.indexOf('*')), Buffer.from(text)])),
    binary: () => device.scan('40\x00\x0112'),
    signals: () => [...heard].flatMap((byte) => meanings[byte] ?? []),
    dispose: () => {
      device.unplug();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

for (const framing of framings)
  scannerContract(`scanner on a serial line, ${framing}`, () => serialRig(framing));
scannerContract('scanner on a serial line, own framing', () => serialRig({ prefix: '[', suffix: '\x03\t' }));
scannerContract('scanner on a serial line, no terminator', () => serialRig('idle'), { burst: 1 });
