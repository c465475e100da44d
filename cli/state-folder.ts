import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileTrouble } from '../kernel/file-trouble.ts';
import { cliErrors } from './cli-errors.ts';
import { endpointsFile } from './endpoints.ts';

/** What `up` keeps in its folder; --fresh removes these and nothing else. */
const contents = ['central', 'gateway', 'edge', 'edge-2', 'simulator', 'carriers', 'packproof.log'];

/**
 * Takes the folder for this process and returns the function that gives it back.
 *
 * @throws FILE_UNREADABLE; STATE_FOLDER_BUSY if another live process has it.
 */
export function takeStateFolder(folder: string, fresh: boolean): () => void {
  makeFolder(folder);
  const lock = join(folder, 'lock');
  const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
  if (holder !== 0 && holder !== process.pid && isAlive(holder)) {
    throw cliErrors.fault('STATE_FOLDER_BUSY', `process ${holder} works in ${folder}`, { place: folder });
  }
  writeFileSync(lock, String(process.pid));
  if (fresh) for (const name of contents) rmSync(join(folder, name), { recursive: true, force: true });
  return () => {
    rmSync(endpointsFile(folder), { force: true });
    rmSync(lock, { force: true });
  };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (thrown) {
    const place = { place: folder, cause: thrown };
    throw cliErrors.fault('FILE_UNREADABLE', `${folder} cannot be a folder: ${fileTrouble(thrown)}`, place);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
