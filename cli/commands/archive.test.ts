import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningGateway } from '../../gateway/main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  putJson,
  startTestGateway,
} from '../../gateway/testing-gateway.ts';
import { eventPage } from '../../protocols/wire/event.ts';
import { addArchiveCommand } from './archive.ts';

let dataDir: string;
let gateway: RunningGateway;

beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir);
});
afterEach(async () => {
  process.exitCode = undefined;
  await gateway.stop();
});

/** What `packproof archive ...` prints. */
async function archive(command: string, ...options: string[]): Promise<string> {
  const program = new Command().exitOverride();
  addArchiveCommand(program);
  let text = '';
  const writing = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await program.parseAsync(['archive', command, '--data-dir', dataDir, ...options], { from: 'user' });
  } finally {
    writing.mockRestore();
  }
  return text;
}

const allEvents = async () => eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events`)).events;

async function bringFacts(count: number): Promise<void> {
  const station = await connectStation(gateway.mqttUrl, 'pack-1');
  for (const fact of chainOf('pack-1', count)) await station.send([fact]);
  await vi.waitFor(() => expect(station.acks.at(-1)?.upTo).toBe(count));
  station.client.end(true);
}

test('a running gateway serves what was archived under it, and the whole log verifies', async () => {
  await bringFacts(10);
  const before = await allEvents();
  expect(await archive('now', '--older-than-days', '0')).toContain('nothing was old enough');
  await putJson(`${gateway.httpUrl}/v1/consumers/cloud-sync`, { v: 1, cursor: 8 });
  const now = await archive('now', '--older-than-days', '0', '--facts', '5');
  expect(now).toMatch(/positions 1-5, 5 facts.*\n.*positions 6-8, 3 facts/);
  expect(await archive('list')).toBe(now);
  expect(await archive('verify')).toBe(
    '10 facts of 1 stations, 0 set aside, 2 segments\neverything verifies\n',
  );
  expect(await allEvents()).toEqual(before);
});

test('verify names the first bad fact, and a segment that was touched', async () => {
  await bringFacts(6);
  await putJson(`${gateway.httpUrl}/v1/consumers/cloud-sync`, { v: 1, cursor: 3 });
  await archive('now', '--older-than-days', '0');
  const db = new Database(join(dataDir, 'gateway.sqlite'));
  db.exec(`UPDATE runs SET body = replace(body, 'ada', 'eve') WHERE first_seq = 5`);
  db.close();
  expect(await archive('verify')).toMatch(/^FAULT berlin\/pack-1\/5: its content does not give its hash\n/);
  expect(process.exitCode).toBe(1);
  const [segment] = JSON.parse(await archive('list', '--json')) as { file: string }[];
  const path = join(dataDir, 'archive', segment?.file ?? '');
  const bytes = readFileSync(path);
  bytes[bytes.length - 20] = 0;
  writeFileSync(path, bytes);
  await expect(archive('verify')).rejects.toMatchObject({ code: 'ARCHIVE_SEGMENT_DAMAGED' });
});
