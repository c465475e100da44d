import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../kernel/package-root.ts';

/** The NODE_OPTIONS with which the gateway runs as a service. */
export function nodeOptionsOfGateway(): string {
  const unit = readFileSync(join(packageRoot, 'deploy/systemd/packproof-gateway.service'), 'utf8');
  const found = /^Environment="NODE_OPTIONS=([^"]+)"$/m.exec(unit)?.[1];
  if (found === undefined) throw new Error('the unit of the gateway sets no NODE_OPTIONS');
  return found;
}
