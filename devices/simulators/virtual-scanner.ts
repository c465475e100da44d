import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { deviceErrors } from '../device-errors.ts';
import type { FramingSetting } from '../scanner/frame-rule.ts';
import { openPseudoTerminal, type PseudoTerminal } from './pseudo-terminal.ts';
import { framed } from './scanner-wire.ts';

/**
 * A scanner without hardware: a pseudo-terminal behind a stable link, which comes and goes with the plug as the links
 * do that udev makes by serial number. It starts unplugged.
 */
export class VirtualScanner {
  readonly id: string;
  /** What a station's configuration names as the scanner's path. */
  readonly link: string;
  private readonly framing: FramingSetting;
  private terminal: PseudoTerminal | undefined;
  private heard: (bytes: Buffer) => void = () => {};

  constructor(options: { readonly id: string; readonly link: string; readonly framing: FramingSetting }) {
    this.id = options.id;
    this.link = options.link;
    this.framing = options.framing;
  }

  get plugged(): boolean {
    return this.terminal !== undefined;
  }

  plug(): void {
    if (this.terminal !== undefined) return;
    this.terminal = openPseudoTerminal();
    this.terminal.listen((bytes) => this.heard(bytes));
    placeLink(this.terminal.path, this.link);
  }

  unplug(): void {
    if (this.terminal === undefined) return;
    rmSync(this.link, { force: true });
    this.terminal.destroy();
    this.terminal = undefined;
  }

  /** What the station sends to the scanner. */
  listen(heard: (bytes: Buffer) => void): void {
    this.heard = heard;
  }

  /** Sends a reading in the scanner's framing. @throws SIMULATOR_SCANNER_UNPLUGGED */
  scan(text: string): void {
    this.send(framed(text, this.framing));
  }

  /** Sends bytes as they are. @throws SIMULATOR_SCANNER_UNPLUGGED */
  send(bytes: Buffer): void {
    if (this.terminal === undefined) {
      throw deviceErrors.fault('SIMULATOR_SCANNER_UNPLUGGED', `scanner ${this.id} is unplugged`);
    }
    this.terminal.write(bytes);
  }
}

/** Puts the link in place in one step, over whatever an ended run left there. */
function placeLink(target: string, link: string): void {
  mkdirSync(dirname(link), { recursive: true });
  const fresh = `${link}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, link);
}
