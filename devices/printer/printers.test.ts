import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { freePort } from '../../test/harness/ports.ts';
import { type PrinterWire, tcpWire, terminalWire } from '../simulators/printer/printer-wires.ts';
import { SimulatedPrinter } from '../simulators/printer/simulated-printer.ts';
import { openPrinter } from './open-printer.ts';
import { jobOf, type PrinterRig, printerContract } from './printer.contract.ts';
import type { PrinterEvent } from './printer.ts';
import { printerConfig } from './printer-config.ts';

const log = createLog('test', 'silent');
const quick = {
  id: 'p1',
  pollMs: 100,
  jobPollMs: 20,
  answerMs: 400,
  settleMs: 200,
  busyMs: 5_000,
  maxWaiting: 5,
};

function rigOf(at: object, wireTo: (device: SimulatedPrinter) => PrinterWire, more: object = {}): PrinterRig {
  const printed: string[] = [];
  const device = new SimulatedPrinter(
    {
      labelMs: 60,
      dotsPerMm: 8,
      counts: true,
      printed: (zpl) => printed.push(/\^FX([^^]*)\^/.exec(Buffer.from(zpl).toString('latin1'))?.[1] ?? ''),
    },
    systemClock,
  );
  const config = printerConfig.parse({ ...quick, ...more, at });
  const printer = openPrinter(config, { clock: systemClock, log });
  return { printer, device, wire: wireTo(device), printed, dispose: async () => {} };
}

async function tcpRig(more: object = {}): Promise<PrinterRig> {
  const place = { host: '127.0.0.1', port: await freePort() };
  return rigOf(place, (device) => tcpWire(place, device), more);
}

async function terminalRig(at: (link: string) => object, raw: boolean): Promise<PrinterRig> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-printer-'));
  const link = join(folder, 'printer');
  const rig = rigOf(at(link), (device) => {
    const wire = terminalWire(link, device);
    const plug = async () => {
      await wire.plug();
      // A terminal echoes and edits lines; the file of a USB printer does not.
      if (raw) execFileSync('stty', ['-F', link, 'raw', '-echo']);
    };
    return { ...wire, plug };
  });
  return { ...rig, dispose: async () => rmSync(folder, { recursive: true }) };
}

printerContract('a printer over TCP', () => tcpRig());
printerContract('a printer on a serial port', () =>
  terminalRig((path) => ({ path, baudRate: 115_200 }), false),
);
printerContract('a printer behind a device file', () => terminalRig((file) => ({ file }), true));

test('a printer that is not asked gets its jobs, and nothing is claimed of them', async () => {
  const rig = await tcpRig({ confirm: 'none' });
  const events: PrinterEvent[] = [];
  rig.device.silent = true;
  await rig.wire.plug();
  rig.printer.start((event) => events.push(event));
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: 'ready' }));
  expect(await rig.printer.print(jobOf('a'))).toEqual({ kind: 'handed_over' });
  await vi.waitFor(() => expect(rig.printed).toEqual(['a']));
  await rig.printer.close();
  await rig.wire.unplug();
});
