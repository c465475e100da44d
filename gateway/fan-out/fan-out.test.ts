import { describe, expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { migrations } from '../database.ts';
import { chainOf, testSite } from '../gateway-test-kit.ts';
import { openCursors } from '../log/cursors.ts';
import { openFactLog } from '../log/fact-log.ts';
import { startFanOut } from './fan-out.ts';

function gatewayWith(count: number) {
  const db = openSqlite(':memory:', migrations);
  const factLog = openFactLog(db, testSite);
  const cursors = openCursors(db, factLog.cursor);
  const facts = chainOf('pack-1', count);
  const commit = (from: number, to: number) => {
    const part = facts.slice(from, to);
    factLog.commit(
      [{ kind: 'batch', station: 'pack-1', topic: 't', facts: part, payload: Buffer.alloc(0) }],
      '2026-01-05T06:00:00.000Z',
    );
  };
  const clock = new ManualClock();
  const start = (subscribers: {
    hasListeners: () => boolean;
    publish: (event: FactEvent) => Promise<void>;
  }) => startFanOut({ factLog, cursors, subscribers, clock, log: createLog('test', 'silent') });
  return { commit, clock, cursors, start };
}

function listener(hasListeners = () => true) {
  const heard: number[] = [];
  const publish = async (event: FactEvent) => void heard.push(event.packproofcursor);
  return { heard, hasListeners, publish };
}
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('the fan-out', () => {
  test('goes on after a stop where it was', async () => {
    const gateway = gatewayWith(130);
    gateway.commit(0, 120);
    const before = listener();
    const fanOut = gateway.start(before);
    await vi.waitFor(() => expect(before.heard).toEqual(numbers(1, 120)));
    fanOut.stop();
    gateway.commit(120, 130);
    const after = listener();
    gateway.start(after);
    await vi.waitFor(() => expect(after.heard).toEqual(numbers(121, 130)));
  });

  test('after a crash publishes again what it had not kept, and leaves nothing out', async () => {
    const gateway = gatewayWith(20);
    gateway.commit(0, 10);
    const before = listener();
    const crashed = gateway.start(before);
    await vi.waitFor(() => expect(before.heard).toHaveLength(10));
    await vi.waitFor(() => {
      gateway.clock.advance(1_000);
      expect(gateway.cursors.fanOut()).toBe(10);
    });
    gateway.commit(10, 20);
    crashed.poke();
    await vi.waitFor(() => expect(before.heard).toHaveLength(20));
    const after = listener();
    gateway.start(after);
    await vi.waitFor(() => expect(after.heard).toEqual(numbers(11, 20)));
  });

  test('waits for subscribers to come back, but not for ever', async () => {
    const gateway = gatewayWith(20);
    gateway.commit(0, 10);
    let present = false;
    const late = listener(() => present);
    const fanOut = gateway.start(late);
    gateway.clock.advance(5_000);
    present = true;
    gateway.clock.advance(1_000);
    await vi.waitFor(() => expect(late.heard).toEqual(numbers(1, 10)));
    present = false;
    gateway.commit(10, 15);
    gateway.clock.advance(31_000);
    fanOut.poke();
    await vi.waitFor(() => {
      gateway.clock.advance(1_000);
      expect(gateway.cursors.fanOut()).toBe(15);
    });
    present = true;
    gateway.commit(15, 20);
    fanOut.poke();
    await vi.waitFor(() => expect(late.heard).toEqual([...numbers(1, 10), ...numbers(16, 20)]));
  });
});
