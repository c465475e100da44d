import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { sysfsRoot } from '../../discovery/sysfs.ts';

/** An input device that the kernel has made of a HID device: what types on the desktop. */
export interface KeyboardInput {
  /** Writing 1 there silences it (Linux 5.11 and later); null where the kernel has no such file. */
  readonly inhibitedFile: string | null;
  /** Its event node; null if it has none. */
  readonly eventNode: string | null;
}

/** The input devices that belong to a hidraw node. */
export function keyboardInputs(hidrawPath: string, root = sysfsRoot): KeyboardInput[] {
  const folder = join(root, 'class/hidraw', basename(hidrawPath), 'device/input');
  return entries(folder)
    .filter((name) => /^input\d+$/.test(name))
    .map((name) => {
      const inhibited = join(folder, name, 'inhibited');
      const event = entries(join(folder, name)).find((child) => /^event\d+$/.test(child));
      return {
        inhibitedFile: existsSync(inhibited) ? inhibited : null,
        eventNode: event === undefined ? null : `/dev/input/${event}`,
      };
    });
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
