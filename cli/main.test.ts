import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../kernel/package-root.ts';

test('a command whose reader has seen enough ends without a word', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', join(packageRoot, 'cli/main.ts'), '--help'], {
    cwd: packageRoot,
  });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number];
  expect([code, complaint]).toEqual([0, '']);
});
