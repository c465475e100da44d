import { closeSync, constants, openSync } from 'node:fs';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';

/** What `open` of node-pty gives and its types leave out: a pair of terminal ends without a child process. */
interface OpenPair {
  readonly master: ReadStream & NodeJS.WritableStream;
  readonly slave: ReadStream;
  /** The path of the slave end. */
  readonly _pty: string;
}

const { open } = nodePty as unknown as { open(options: { encoding: null }): OpenPair };

/** A serial line inside this machine: what is written here comes out of the device node at `path`. */
export interface PseudoTerminal {
  readonly path: string;
  write(bytes: Buffer): void;
  /** What programs write to the device node; what came before is lost. */
  listen(listener: (bytes: Buffer) => void): void;
  /** While it is not reading, what programs write stays in the line until that is full. */
  reading(on: boolean): void;
  /** Hangs up: the device node is gone. */
  destroy(): void;
}

export function openPseudoTerminal(): PseudoTerminal {
  const pair = open({ encoding: null });
  const path = pair._pty;
  // One end stays open without being read, so that the line does not hang up when a program closes it and opens it again.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  pair.slave.destroy();
  pair.master.on('error', () => {});
  pair.master.resume();
  let destroyed = false;
  return {
    path,
    write: (bytes) => {
      pair.master.write(bytes);
    },
    listen: (listener) => {
      pair.master.on('data', listener);
    },
    reading: (on) => {
      if (on) pair.master.resume();
      else pair.master.pause();
    },
    destroy: () => {
      if (destroyed) return;
      destroyed = true;
      closeSync(held);
      pair.master.destroy();
    },
  };
}
