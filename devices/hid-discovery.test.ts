import { expect, test } from 'vitest';
import { listHidScanners } from './hid-discovery.ts';

test('HID scanners are listed by the real library, or it is said why not', async () => {
  const { found, problem } = await listHidScanners();
  expect(Array.isArray(found)).toBe(true);
  // A machine without the library answers too: with a reason, not with a crash.
  if (problem !== null) expect(problem).not.toBe('');
  for (const scanner of found) expect(scanner.path).not.toBe('');
});
