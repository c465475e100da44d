import type { Command } from 'commander';
import type { FoundDevice } from '../../../devices/discovery/found-device.ts';
import type { Listing } from '../../../devices/discovery/list-devices.ts';
import { systemClock } from '../../../kernel/clock.ts';

const listenMs = 2_000;

interface ListOptions {
  readonly json?: boolean;
  readonly network: boolean;
  readonly reader?: readonly string[];
}

export function addListCommand(devices: Command): void {
  devices
    .command('list')
    .description('everything that is plugged in or answers on the network, and what keeps it from being used')
    .option('--no-network', 'do not ask the network for readers and printers (multicast DNS, 2 s)')
    .option('--reader <address...>', 'ask LLRP readers at these addresses who they are')
    .option('--json', 'print as JSON')
    .action(async (options: ListOptions) => {
      const { listDevices } = await import('../../../devices/discovery/list-devices.ts');
      const listing = await listDevices(options.network ? listenMs : 0, systemClock, options.reader);
      process.stdout.write(
        options.json === true ? `${JSON.stringify({ v: 1, ...listing })}\n` : render(listing),
      );
    });
}

function render({ devices, problems }: Listing): string {
  const lines = devices.flatMap(describe);
  if (lines.length === 0) {
    lines.push('No scanner, reader, scale or printer found; "packproof sim" makes simulated ones.');
  }
  return `${[...lines, ...problems].join('\n')}\n`;
}

function describe({ attachment, role, address, name, usb, fault }: FoundDevice): string[] {
  const identity =
    usb === null
      ? []
      : [
          `usb ${hex(usb.vendorId)}:${hex(usb.productId)}`,
          usb.serialNumber === null ? 'no serial number' : `serial ${usb.serialNumber}`,
          ...(usb.portPath === null ? [] : [`port ${usb.portPath}`]),
        ];
  return [
    [attachment.padEnd(11), (role ?? 'unknown').padEnd(8), address, name, ...identity].join('  '),
    ...(fault === null ? [] : [`             ! ${fault.message}: ${fault.remedy}`]),
  ];
}

function hex(id: number): string {
  return id.toString(16).padStart(4, '0');
}
