import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { openSqlite } from '../../../kernel/sqlite.ts';
import { migrations } from '../../database.ts';
import { openCaptureJobs, openJobList } from '../capture/capture-jobs.ts';
import { epcisConfig } from '../epcis-config.ts';
import { openEventReader } from '../store/event-reader.ts';
import { eventFile, openEventStore } from '../store/event-store.ts';
import { type StoreDesk, startStoreDesk } from './store-desk.ts';

const log = createLog('test', 'silent');
const desks: StoreDesk[] = [];
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.stop();
});

const newFolder = () => mkdtempSync(join(tmpdir(), 'packproof-store-'));
const layLog = (dataDir: string) => void openSqlite(join(dataDir, 'gateway.sqlite'), migrations).close();

function deskOf(dataDir: string, clock: Clock = systemClock) {
  const troubles: (string | null)[] = [];
  const desk = startStoreDesk({
    data: { dataDir, site: 'north', archiveDir: join(dataDir, 'archive'), config: epcisConfig.parse({}) },
    onStored: () => {},
    onDamaged: () => {},
    onTrouble: (trouble) => void troubles.push(trouble),
    clock,
    log,
  });
  desks.push(desk);
  return { desk, troubles };
}

const patience = { timeout: 30_000, interval: 100 };
const query = (name: string) => ({ name, query: {}, createdAt: '2026-03-01T00:00:00.000Z' });
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (thrown: { code?: string }) => thrown.code,
  );

describe('the thread that writes', () => {
  test('is begun anew when it ends by itself: what it was at is refused, and the trouble is told until it is well', async () => {
    const folder = newFolder();
    // Without the gateway's database it cannot begin.
    const { desk, troubles } = deskOf(folder);
    expect(await codeOf(desk.ask('addQuery', query('a')))).toBe('EPCIS_STORE_STOPPED');
    expect(await codeOf(desk.ask('addQuery', query('a')))).toBe('EPCIS_STORE_STOPPED');
    expect(troubles[0]).toContain('begun anew');
    layLog(folder);
    await vi.waitFor(
      async () => expect(await codeOf(desk.ask('addQuery', query('a')))).toBe('done'),
      patience,
    );
    await vi.waitFor(() => expect(troubles.at(-1)).toBeNull(), patience);
    expect(await codeOf(desk.ask('addQuery', query('a')))).toBe('EPCIS_NAME_TAKEN');
  });

  test('stops with all that it has promised on the disk, and takes nothing then', async () => {
    const folder = newFolder();
    layLog(folder);
    // By this clock nobody's patience ends: the thread leaves by itself.
    const { desk, troubles } = deskOf(folder, new ManualClock());
    const asked = Array.from({ length: 50 }, (_, index) => desk.ask('addQuery', query(`q-${index}`)));
    await asked[0];
    await desk.stop();
    const outcomes = await Promise.all(asked.map(codeOf));
    const reader = openEventReader(eventFile(folder));
    const kept = reader.prepare('SELECT count(*) FROM queries').pluck().get() as number;
    expect(kept).toBeGreaterThanOrEqual(outcomes.filter((outcome) => outcome === 'done').length);
    reader.close();
    expect(await codeOf(desk.ask('addQuery', query('late')))).toBe('EPCIS_STORE_STOPPED');
    expect(troubles).toEqual([]);
  });

  test('gives up a job at which it ended again and again, and goes on with the next', async () => {
    const folder = newFolder();
    layLog(folder);
    const store = openEventStore(folder, systemClock);
    const jobs = openCaptureJobs(store.db);
    const body = new TextEncoder().encode('{"type":"EPCISDocument","epcisBody":{"eventList":[]}}');
    for (const captureID of ['fatal', 'next'])
      jobs.add({ captureID, behaviour: 'rollback', errors: [], body }, '2026-03-01T00:00:00.000Z');
    for (let starts = 0; starts < 5; starts += 1) jobs.beginAgain();
    store.close();
    const { desk } = deskOf(folder);
    const reader = openEventReader(eventFile(folder));
    const list = openJobList(reader);
    desk.poke();
    await vi.waitFor(() => expect(list.waiting()).toBe(0), patience);
    expect(list.one('fatal')).toMatchObject({
      success: false,
      errors: [{ type: 'epcisException:ImplementationException', status: 500 }],
    });
    expect(list.one('next')).toMatchObject({ success: true });
    reader.close();
  });
});
