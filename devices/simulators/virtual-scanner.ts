import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { deviceErrors } from '../device-errors.ts';
import type { Framing } from '../scanner/scanner.ts';
import { openPseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts';

/**
 * A scanner without hardware: a pseudo-terminal behind a stable link, which comes and goes with the plug as the links
 * do that udev makes by serial number. It starts unplugged.
 */
export interface VirtualScanner {
  readonly id: string;
  /** The link; what a station's configuration names. */
  readonly path: string;
  readonly plugged: boolean;
  plug(): void;
  unplug(): void;
  /** Sends a reading in the scanner's framing. @throws SIMULATOR_SCANNER_UNPLUGGED */
  scan(text: string): void;
  /** Sends bytes as they are. @throws SIMULATOR_SCANNER_UNPLUGGED */
  send(bytes: Buffer): void;
}

const stx = Buffer.from([0x02]);
const ends: Record<Framing, Buffer> = {
  cr: Buffer.from('\r'),
  lf: Buffer.from('\n'),
  crlf: Buffer.from('\r\n'),
  'stx-etx': Buffer.from([0x03]),
};

/** A reading as it stands on the wire. */
export function framed(text: string, framing: Framing): Buffer {
  const begin = framing === 'stx-etx' ? stx : Buffer.alloc(0);
  return Buffer.concat([begin, Buffer.from(text, 'utf8'), ends[framing]]);
}

export function createVirtualScanner(options: {
  readonly id: string;
  readonly path: string;
  readonly framing: Framing;
}): VirtualScanner {
  const { id, path, framing } = options;
  let terminal: PseudoTerminal | undefined;
  const send = (bytes: Buffer) => {
    if (terminal === undefined) {
      throw deviceErrors.fault('SIMULATOR_SCANNER_UNPLUGGED', `scanner ${id} is unplugged`);
    }
    terminal.write(bytes);
  };
  return {
    id,
    path,
    get plugged() {
      return terminal !== undefined;
    },
    plug: () => {
      if (terminal !== undefined) return;
      terminal = openPseudoTerminal();
      link(terminal.path, path);
    },
    unplug: () => {
      if (terminal === undefined) return;
      rmSync(path, { force: true });
      terminal.destroy();
      terminal = undefined;
    },
    scan: (text) => send(framed(text, framing)),
    send,
  };
}

/** Puts the link in place in one step, over whatever an ended run left there. */
function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
}
