import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

/** How the disk of a process behaves: its fsyncs fail, its writes find no room, or its fsyncs take long. */
type DiskOrder = 'eio' | 'full' | `slow ${number}`;

/** A way to make the disk and the wall clock of one process go wrong while it runs. */
export interface ProcessFaults {
  /** The environment that the process has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  disk(order: DiskOrder): void;
  clock(offMs: number): void;
  mend(): void;
}

const orderBytes = 32;
let library: string | null | undefined;

/** Compiles the shim; null where there is no C compiler, or no Linux. */
function shim(): string | null {
  if (library !== undefined) return library;
  const folder = mkdtempSync(join(tmpdir(), 'packproof-shim-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'fault-shim.so');
  const source = join(packageRoot, 'test/harness/fault-shim.c');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', path, source, '-ldl']);
  library = process.platform === 'linux' && made.status === 0 ? path : null;
  return library;
}

/**
 * @param name of the process; its orders lie in `{folder}/{name}.orders`.
 * @param below only files below this folder are concerned.
 * @returns null where this cannot be done.
 */
export function processFaults(folder: string, name: string, below: string): ProcessFaults | null {
  const path = shim();
  if (path === null) return null;
  const orders = join(folder, `${name}.orders`);
  const order = (at: number, text: string) => {
    const file = openSync(orders, at < 0 ? 'w' : 'r+');
    writeSync(file, text.padEnd(orderBytes, '\0'), Math.max(0, at));
    closeSync(file);
  };
  order(-1, ''.padEnd(2 * orderBytes, '\0'));
  return {
    env: { LD_PRELOAD: path, FAULT_SHIM_ORDERS: orders, FAULT_SHIM_BELOW: below },
    disk: (text) => order(0, text),
    clock: (offMs) => order(orderBytes, String(Math.round(offMs))),
    mend: () => {
      order(0, '');
      order(orderBytes, '');
    },
  };
}
