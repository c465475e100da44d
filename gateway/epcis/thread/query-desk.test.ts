import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import { eventFile, openEventStore } from '../store/event-store.ts';
import { type DeskLimits, type QueryDesk, startQueryDesk } from './query-desk.ts';

const limits: DeskLimits = {
  maxWaiting: 2,
  maxWaitMs: 30_000,
  maxRunMs: 30_000,
  graceMs: 10_000,
  heapMegabytes: 128,
  idleMs: 60_000,
};
const log = createLog('test', 'silent');
const desks: QueryDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'packproof-desk-'));
}

/** Events enough that sorting them by an extension takes some hundred milliseconds. */
function folderOf(events: number): string {
  const folder = newFolder();
  const store = openEventStore(folder, systemClock);
  store.db.exec(`
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${events})
    INSERT INTO events (event_id, declared, hash, type, event_time, record_time, action, body)
    SELECT 'urn:x:' || i, '', '', 'ObjectEvent', i, i, 'OBSERVE', '{"eventID":"urn:x:' || i || '"}' FROM n;
    INSERT INTO event_epcs (event, role, epc) SELECT id, 1, event_id FROM events`);
  store.close();
  return folder;
}

function deskOf(folder: string, overrides: Partial<DeskLimits> = {}, clock: Clock = systemClock): QueryDesk {
  const desk = startQueryDesk({
    path: eventFile(folder),
    clock,
    log,
    limits: { ...limits, ...overrides },
  });
  desks.push(desk);
  return desk;
}

const all: EventQuery = {
  conditions: [],
  order: { by: 'recorded', direction: 'ASC' },
  eventCountLimit: null,
  maxEventCount: null,
};
const heavy: EventQuery = {
  ...all,
  conditions: [{ on: 'column', column: 'action', values: ['ADD'] }],
  order: { by: { names: ['http://ns.example.com/x'] }, direction: 'ASC' },
};
/** It would take minutes: each of many ranges takes in all identifiers. */
const range = { low: 'urn', high: 'urz', shape: '*none' };
const endless: EventQuery = {
  ...all,
  conditions: [{ on: 'epc', roles: [1], exact: [], ranges: Array.from({ length: 2_000 }, () => range) }],
};
const head = {
  queryName: 'q',
  creationDate: '2026-03-01T00:00:00.000Z',
  format: 'Never_Translates' as const,
  media: 'application/json' as const,
  cbvFormat: 'Always_Web_URI' as const,
};
const page = (desk: QueryDesk, query: EventQuery, options: Parameters<QueryDesk['ask']>[2] = {}) =>
  desk.ask('page', { query, request: { perPage: 2 }, head }, options);
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (thrown: { code?: string }) => thrown.code,
  );

const big = folderOf(400_000);

describe('queries are answered by a thread of their own', () => {
  test('which leaves the others a turn while it walks through all events', async () => {
    const desk = deskOf(big);
    await page(desk, all);
    let longestMs = 0;
    let turns = 0;
    let before = performance.now();
    const ticking = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - before);
      before = performance.now();
      turns += 1;
    }, 1);
    const startedMs = performance.now();
    const { events } = await page(desk, heavy);
    const tookMs = performance.now() - startedMs;
    clearInterval(ticking);
    expect(events).toBe(0);
    expect(turns).toBeGreaterThan(5);
    expect(longestMs).toBeLessThan(tookMs);
  });

  test('which is told when time is up, or nobody waits, and goes on with the next', async () => {
    const desk = deskOf(big, { maxRunMs: 3_000, graceMs: 80_000 });
    expect(await codeOf(page(desk, endless))).toBe('EPCIS_QUERY_TOO_COMPLEX');
    const gone = new AbortController();
    const asked = codeOf(page(desk, endless, { signal: gone.signal }));
    gone.abort();
    expect(await asked).toBe('EPCIS_QUERY_BUSY');
    // On a machine that is busy with other tests too, a light question may take three seconds as well.
    const next = await vi.waitFor(() => page(desk, all), { timeout: 60_000 });
    const { body, events, lastId, nextPageToken } = next;
    expect([events, lastId, nextPageToken === null]).toEqual([2, 2, false]);
    expect(new TextDecoder().decode(body)).toContain('urn:x:2');
  });

  test('of which only so many wait, subscriptions apart from requests', async () => {
    const desk = deskOf(big);
    const asked = [1, 2, 3, 4].map(() => codeOf(page(desk, all)));
    const standing = codeOf(page(desk, all, { lane: 'standing' }));
    expect(await Promise.all(asked)).toEqual(['answered', 'answered', 'answered', 'EPCIS_QUERY_BUSY']);
    expect(await standing).toBe('answered');
  });

  test('that waited for too long are refused while another is at work', async () => {
    const desk = deskOf(big, { maxWaitMs: 1 });
    const first = page(desk, heavy);
    expect(await codeOf(page(desk, all))).toBe('EPCIS_QUERY_BUSY');
    expect((await first).events).toBe(0);
  });
});

describe('a thread', () => {
  test('that ends by itself is begun anew, and what it was at is refused', async () => {
    const folder = newFolder();
    const desk = deskOf(folder);
    expect(await codeOf(page(desk, all))).toBe('EPCIS_QUERY_BUSY');
    openEventStore(folder, systemClock).close();
    expect((await page(desk, all)).events).toBe(0);
  });

  test('that does not end its query is ended, and begun anew', async () => {
    const clock = new ManualClock();
    const desk = deskOf(big, { graceMs: 1_000 }, clock);
    await page(desk, all);
    const asked = codeOf(page(desk, endless));
    clock.advance(limits.maxRunMs);
    expect(await asked).toBe('EPCIS_QUERY_TOO_COMPLEX');
    clock.advance(1_000);
    await vi.waitFor(() => expect(desk.isAwake()).toBe(false), { timeout: 30_000 });
    const next = page(desk, all);
    clock.advance(1_000);
    expect((await next).events).toBe(2);
  });

  test('that is asked nothing for a while is ended, and is there again for the next question', async () => {
    const folder = newFolder();
    openEventStore(folder, systemClock).close();
    const clock = new ManualClock();
    const desk = deskOf(folder, { idleMs: 60_000 }, clock);
    expect(desk.isAwake()).toBe(false);
    await page(desk, all);
    clock.advance(59_000);
    await page(desk, all);
    clock.advance(59_000);
    expect(desk.isAwake()).toBe(true);
    clock.advance(1_000);
    expect(desk.isAwake()).toBe(false);
    expect((await page(desk, all)).events).toBe(0);
    expect(desk.isAwake()).toBe(true);
  });

  test('that works for long is not idle', async () => {
    const clock = new ManualClock();
    const desk = deskOf(big, { maxRunMs: 600_000, maxWaitMs: 600_000, idleMs: 1 }, clock);
    await page(desk, all);
    const asked = page(desk, heavy);
    clock.advance(10_000);
    expect((await asked).events).toBe(0);
  });

  test('that stops refuses what still waits', async () => {
    const desk = deskOf(newFolder());
    const asked = [1, 2].map(() => codeOf(page(desk, all)));
    await desk.stop();
    expect(await Promise.all(asked)).toEqual(['EPCIS_QUERY_BUSY', 'EPCIS_QUERY_BUSY']);
    expect(await codeOf(page(desk, all))).toBe('EPCIS_QUERY_BUSY');
  });
});
