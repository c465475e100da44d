import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';
import { Child } from './child.ts';

/** What a service is started with beside its configuration. */
export interface ServiceSurroundings {
  readonly env?: Readonly<Record<string, string>>;
  /** What node is told before the program, such as modules to load first. */
  readonly nodeArgs?: readonly string[];
}

const program = process.env.FAULT_PROGRAM ?? join(packageRoot, 'dist/cli/main.js');

/** One service as a real process of the compiled program. Its log goes to `{folder}/{name}.log`. */
export class ServiceProcess extends Child {
  /** It runs the compiled `cli/main.js` of this checkout, or $FAULT_PROGRAM. */
  constructor(
    name: string,
    command: string,
    config: unknown,
    folder: string,
    { env = {}, nodeArgs = [] }: ServiceSurroundings = {},
  ) {
    mkdirSync(folder, { recursive: true });
    const configFile = join(folder, `${name}.json`);
    writeFileSync(configFile, JSON.stringify(config));
    super({
      name,
      args: [...nodeArgs, program, command, '--config', configFile, '--json'],
      logFile: join(folder, `${name}.log`),
      env,
    });
  }
}
