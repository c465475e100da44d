import type { Command } from 'commander';
import { addListCommand } from './list-command.ts';
import { addRecordCommand } from './record-command.ts';
import { addReplayCommand } from './replay-command.ts';
import { addTestCommand } from './test-command.ts';
import { addUdevCommand } from './udev-command.ts';
import { addWatchCommand } from './watch-command.ts';

/** Adds `packproof devices`: what is attached to this machine, whether it works, and how to name it in a configuration. */
export function addDevicesCommand(program: Command): void {
  const devices = program.command('devices').description('look at the devices of this machine');
  addListCommand(devices);
  addUdevCommand(devices);
  addWatchCommand(devices);
  addTestCommand(devices);
  addRecordCommand(devices);
  addReplayCommand(devices);
}
