import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';
import { Child } from './child.ts';

/** One service as a real process of the compiled program. Its log goes to `{folder}/{name}.log`. */
export class ServiceProcess extends Child {
  /** @param program the compiled `cli/main.js` to run; that of this checkout, or $FAULT_PROGRAM, unless another is given. */
  constructor(
    name: string,
    command: string,
    config: unknown,
    folder: string,
    program = process.env.FAULT_PROGRAM ?? join(packageRoot, 'dist/cli/main.js'),
    env: Readonly<Record<string, string>> = {},
  ) {
    mkdirSync(folder, { recursive: true });
    const configFile = join(folder, `${name}.json`);
    writeFileSync(configFile, JSON.stringify(config));
    super({
      name,
      args: [program, command, '--config', configFile, '--json'],
      logFile: join(folder, `${name}.log`),
      env,
    });
  }
}
