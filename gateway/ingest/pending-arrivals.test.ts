import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { PendingArrivals } from './pending-arrivals.ts';

const messageBytes = 100_000;

function arrivalOf(station: string) {
  const payload = new Uint8Array(messageBytes);
  const arrival = { kind: 'batch' as const, station, topic: 't', facts: Array(100).fill({}), payload };
  return { arrival, settle: () => {} };
}

test('lets go of what was taken, also of a station whose queue never gets empty', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const pending = new PendingArrivals(64 * 1024 * 1024);
  pending.push(arrivalOf('busy'));
  collect();
  const before = process.memoryUsage().arrayBuffers;
  for (let n = 0; n < 900; n += 1) {
    pending.push(arrivalOf('busy'));
    expect(pending.take(1)).toHaveLength(1);
  }
  expect([pending.messages, pending.bytes]).toEqual([1, messageBytes]);
  // Memory of buffers is given back in the background.
  await vi.waitFor(() => {
    collect();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * messageBytes);
  });
});
