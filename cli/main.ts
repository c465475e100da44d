#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { PackproofError } from '../kernel/errors.ts';
import { packageVersion } from '../kernel/package-root.ts';
import { groupsFor } from './command-groups.ts';
import { exitCodes } from './exit-codes.ts';
import { assertNodeSupported } from './node-support.ts';

const program = new Command('packproof')
  .description('Scan-verified fulfilment that gets you paid.')
  .version(packageVersion)
  .showHelpAfterError('(packproof --help lists the commands)')
  .exitOverride()
  .addHelpText(
    'after',
    `
Exit codes: 0 done, 1 failed, 2 wrong use or configuration (nothing was started), 3 a service did not answer.
Settings come from --config FILE (JSON) and PACKPROOF_... variables; docs/configuration.md lists them.`,
  );

// Who reads the output may have seen enough (`| head`); then nobody is left to tell.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code === 'EPIPE') process.exit(exitCodes.done);
  throw fault;
});

try {
  assertNodeSupported();
  for (const group of groupsFor(process.argv[2])) (await group.load())(program);
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = report(thrown);
}

/** Tells the person what went wrong and how to mend it, and gives the exit code. */
function report(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.done : exitCodes.misuse;
  if (thrown instanceof PackproofError) {
    process.stderr.write(`packproof: ${thrown.message}\n  ${thrown.row.remedy} [${thrown.code}]\n`);
    if (['CONFIG_INVALID', 'OPTIONS_INCOMPLETE'].includes(thrown.code)) return exitCodes.misuse;
    return thrown.code === 'SERVICE_UNREACHABLE' ? exitCodes.unreachable : exitCodes.failed;
  }
  process.stderr.write(
    `packproof: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
  );
  return exitCodes.failed;
}
