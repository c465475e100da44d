import type { FoundDevice } from './found-device.ts';
import { vendorsOf } from './known-devices.ts';

/** The group whose members may use the devices. */
const deviceGroup = 'packproof';

/**
 * Rules for udev that let the members of a group use scanners, scales and printers, give each serial device a path by
 * its serial number, and let a station keep a typing scanner from the desktop.
 *
 * @param found devices of this machine; their makers are added to those that are known.
 */
export function udevRules(found: readonly FoundDevice[]): string {
  const extra = found.flatMap((device) => (device.usb === null ? [] : [device.usb.vendorId]));
  const vendors = [...new Set([...vendorsOf('scanner'), ...vendorsOf('scale'), ...extra])].sort(
    (a, b) => a - b,
  );
  return [
    '# /etc/udev/rules.d/70-packproof.rules',
    `# sudo groupadd --system ${deviceGroup}; sudo usermod --append --groups ${deviceGroup} USER`,
    '# sudo udevadm control --reload && sudo udevadm trigger; then plug the devices in again',
    '',
    '# Serial ports on USB, each with a path that stays the same: /dev/scanner-SERIAL',
    `SUBSYSTEM=="tty", SUBSYSTEMS=="usb", MODE="0660", GROUP="${deviceGroup}"`,
    'SUBSYSTEM=="tty", SUBSYSTEMS=="usb", ATTRS{serial}=="?*", SYMLINK+="scanner-%s{serial}"',
    '',
    '# Label printers',
    `SUBSYSTEM=="usbmisc", KERNEL=="lp*", MODE="0660", GROUP="${deviceGroup}"`,
    '',
    '# Scanners and scales on HID, by maker',
    ...vendors.flatMap(hidRules),
    '',
  ].join('\n');
}

function hidRules(vendorId: number): string[] {
  const hex = vendorId.toString(16).padStart(4, '0');
  return [
    // The kernel writes the ids of a HID device in upper case into its name.
    `SUBSYSTEM=="hidraw", KERNELS=="*:${hex.toUpperCase()}:*", MODE="0660", GROUP="${deviceGroup}"`,
    `SUBSYSTEM=="input", KERNEL=="input*", ATTRS{idVendor}=="${hex}", RUN+="/bin/sh -c 'chgrp ${deviceGroup} /sys%p/inhibited; chmod 0664 /sys%p/inhibited'"`,
  ];
}
