#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { PackproofError } from '../kernel/errors.ts';
import { packageVersion } from '../kernel/package-root.ts';
import { addBenchCommand, addBenchLoadCommand } from './bench/bench-command.ts';
import { addArchiveCommand } from './commands/archive.ts';
import { addBackupCommands } from './commands/backup.ts';
import { addCaCommand } from './commands/ca.ts';
import { addClientsCommand } from './commands/clients.ts';
import { addDevicesCommand } from './commands/devices/devices-command.ts';
import { addEnrolCommand } from './commands/enrol.ts';
import { addEpcisCommand } from './commands/epcis.ts';
import { addImportCommand } from './commands/import.ts';
import { addRuntimeCommands } from './commands/runtimes.ts';
import { addSheetCommand } from './commands/sheet/sheet.ts';
import { addStationsCommand } from './commands/stations.ts';
import { addStatusCommand } from './commands/status.ts';
import { addUpCommand } from './commands/up.ts';
import { addRescueCommand } from './commands/verify/rescue-command.ts';
import { addVerifyCommand } from './commands/verify/verify-command.ts';
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
addUpCommand(program);
addRuntimeCommands(program);
addImportCommand(program);
addStatusCommand(program);
addArchiveCommand(program);
addBackupCommands(program);
addVerifyCommand(program);
addRescueCommand(program);
addDevicesCommand(program);
addStationsCommand(program);
addSheetCommand(program);
addCaCommand(program);
addClientsCommand(program);
addEnrolCommand(program);
addEpcisCommand(program);
addBenchCommand(program);
addBenchLoadCommand(program);

try {
  assertNodeSupported();
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
