import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { openPseudoTerminal, type PseudoTerminal } from '../simulators/pseudo-terminal.ts';
import { deviceFileConnector } from './device-file-connector.ts';
import { type LineRig, lineContract } from './line.contract.ts';
import { superviseLine } from './supervised-line.ts';

/** A terminal without line editing stands in for the file of a USB printer; the real one is tested in test/hardware. */
async function rigOf(clock: Clock): Promise<LineRig> {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-file-'));
  const link = join(folder, 'later', 'lp0');
  let terminal: PseudoTerminal | undefined;
  let received: Buffer[] = [];
  const unplug = async () => {
    rmSync(link, { force: true });
    terminal?.destroy();
    terminal = undefined;
  };
  return {
    line: superviseLine(deviceFileConnector(link, clock), {
      device: 'd1',
      clock,
      log: createLog('test', 'silent'),
    }),
    plug: async () => {
      received = [];
      terminal = openPseudoTerminal();
      terminal.listen((bytes) => received.push(bytes));
      execFileSync('stty', ['-F', terminal.path, 'raw', '-echo']);
      mkdirSync(join(folder, 'later'), { recursive: true });
      symlinkSync(terminal.path, link);
    },
    unplug,
    send: (bytes) => terminal?.write(bytes),
    received: () => Buffer.concat(received),
    reading: (on) => terminal?.reading(on),
    dispose: async () => {
      await unplug();
      rmSync(folder, { recursive: true });
    },
  };
}

lineContract('a line over a device file', rigOf);
