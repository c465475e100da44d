import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../kernel/package-root.ts';

/** The NODE_OPTIONS with which a service runs where it is installed; empty if its unit sets none. */
export function nodeOptionsOfService(service: string): string {
  const unit = join(packageRoot, `deploy/systemd/packproof-${service}.service`);
  const text = existsSync(unit) ? readFileSync(unit, 'utf8') : '';
  return /^Environment="NODE_OPTIONS=([^"]+)"$/m.exec(text)?.[1] ?? '';
}
