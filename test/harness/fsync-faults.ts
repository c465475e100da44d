import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

/** A way to make the fsyncs of one process fail or take long while it runs. */
export interface FsyncFaults {
  /** The environment that the process has to be started with. */
  readonly env: Readonly<Record<string, string>>;
  fail(): void;
  slow(ms: number): void;
  mend(): void;
}

let library: string | null | undefined;

/** Compiles the shim; null where there is no C compiler, or no Linux. */
function shim(): string | null {
  if (library !== undefined) return library;
  const path = join(mkdtempSync(join(tmpdir(), 'packproof-shim-')), 'fsync-shim.so');
  const source = join(packageRoot, 'test/harness/fsync-shim.c');
  const made = spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', path, source, '-ldl']);
  library = process.platform === 'linux' && made.status === 0 ? path : null;
  return library;
}

/** @returns null where this cannot be done. */
export function fsyncFaults(folder: string, below: string): FsyncFaults | null {
  const path = shim();
  if (path === null) return null;
  const orders = join(folder, `fsync-${Math.random().toString(36).slice(2)}`);
  const order = (text: string) => writeFileSync(orders, text);
  order('');
  return {
    env: { LD_PRELOAD: path, FSYNC_SHIM_ORDERS: orders, FSYNC_SHIM_BELOW: below },
    fail: () => order('eio'),
    slow: (ms) => order(`slow ${ms}`),
    mend: () => order(''),
  };
}
