import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The address of a module of the program that node was started with, compiled or not, such as `kernel/clock`.
 *
 * @param {string} module
 */
export function programFile(module) {
  const program = process.argv[1] ?? '';
  const ending = program.slice(program.lastIndexOf('.'));
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, `${module}${ending}`);
    if (existsSync(file)) return pathToFileURL(file).href;
  }
  throw new Error(`${program} has no module ${module}`);
}
