import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

interface Change {
  /** A compiled file below dist/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Where the compiled program lies that the other suites run. */
function programFolder(): string {
  const program = process.env.FAULT_PROGRAM;
  return program === undefined ? join(packageRoot, 'dist') : dirname(dirname(program));
}

/**
 * A copy of the compiled program with a defect put in, beside the real one so that it finds the same packages. A change that no longer fits the
 * code is an error, or the control would control nothing.
 */
export function breakProgram(
  name: string,
  changes: readonly Change[],
): { readonly program: string; remove(): void } {
  const folder = join(packageRoot, '.packproof', `broken-${name}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(programFolder(), folder, { recursive: true });
  for (const { file, from, to } of changes) {
    const path = join(folder, file);
    const code = readFileSync(path, 'utf8');
    if (code.split(from).length !== 2) throw new Error(`${file} does not hold exactly one "${from}"`);
    writeFileSync(
      path,
      code.replace(from, () => to),
    );
  }
  return {
    program: join(folder, 'cli/main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
