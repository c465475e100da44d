import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listSerialDevices } from './discovery.ts';
import { VirtualScanner } from './simulators/virtual-scanner.ts';

test('lists a configured path with the node behind it, and also when nothing is plugged in', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-discovery-'));
  const scanner = new VirtualScanner({ id: 's1', link: join(folder, 'scanner-s1'), framing: 'cr' });
  const found = async () =>
    (await listSerialDevices([scanner.link])).find((port) => port.path === scanner.link);
  expect(await found()).toMatchObject({ node: null });
  scanner.plug();
  expect((await found())?.node).toMatch(/^\/dev\/pts\/\d+$/);
  scanner.unplug();
  expect(await found()).toMatchObject({ node: null });
  rmSync(folder, { recursive: true });
});
