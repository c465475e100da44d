import { accessSync, constants } from 'node:fs';
import type { AccessFault } from './found-device.ts';

/** Why this user cannot open a device node, with the remedy; null if nothing stands against it. */
export function accessFaultOf(node: string): AccessFault | null {
  try {
    accessSync(node, constants.R_OK | constants.W_OK);
    return null;
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT') return null;
    return {
      message: `${node} may not be opened by this user (${code})`,
      remedy: 'packproof devices udev prints the rule that allows it',
    };
  }
}
