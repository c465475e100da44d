import type { Command } from 'commander';
import { listSerialDevices } from '../../devices/discovery.ts';

/** Adds `packproof devices list`: what is plugged in and how to name it in a configuration. */
export function addDevicesCommand(program: Command): void {
  const devices = program.command('devices').description('look at the devices of this machine');
  devices
    .command('list')
    .description('serial devices that a scanner could be on')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      const found = await listSerialDevices();
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify({ v: 1, devices: found })}\n`);
      } else if (found.length === 0) {
        process.stdout.write('no serial device found; "packproof sim" makes a simulated one\n');
      } else {
        for (const device of found) process.stdout.write(`${device.path}  ${device.description}\n`);
      }
    });
}
