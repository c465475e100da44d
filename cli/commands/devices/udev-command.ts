import type { Command } from 'commander';
import { systemClock } from '../../../kernel/clock.ts';

export function addUdevCommand(devices: Command): void {
  devices
    .command('udev')
    .description('print the udev rules that let a station use its devices without being root')
    .action(async () => {
      const { listDevices } = await import('../../../devices/discovery/list-devices.ts');
      const { udevRules } = await import('../../../devices/discovery/udev-rules.ts');
      const { devices: found } = await listDevices(0, systemClock);
      process.stdout.write(udevRules(found));
    });
}
