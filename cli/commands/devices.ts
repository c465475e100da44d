import type { Command } from 'commander';

/** Adds `packproof devices list`: what is plugged in and how to name it in a configuration. */
export function addDevicesCommand(program: Command): void {
  const devices = program.command('devices').description('look at the devices of this machine');
  devices
    .command('list')
    .description('serial ports and HID scanners of this machine')
    .option('--json', 'print as JSON')
    .action(async (options: { json?: boolean }) => {
      const { listSerialDevices } = await import('../../devices/discovery.ts');
      const { listHidScanners } = await import('../../devices/hid-discovery.ts');
      const serial = await listSerialDevices();
      const hid = await listHidScanners();
      if (options.json === true) {
        process.stdout.write(
          `${JSON.stringify({ v: 1, serial, hid: hid.found, hidProblem: hid.problem })}\n`,
        );
        return;
      }
      const lines = [
        ...serial.map((device) => `serial  ${device.path}  ${device.description}`),
        ...hid.found.map((device) => `hid     ${device.path}  ${device.description}`),
      ];
      if (lines.length === 0) lines.push('no scanner found; "packproof sim" makes a simulated one');
      if (hid.problem !== null) lines.push(`HID devices cannot be listed here: ${hid.problem}`);
      process.stdout.write(`${lines.join('\n')}\n`);
    });
}
