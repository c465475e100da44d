import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { centralConfig, type RunningCentral, startCentral } from '../../central/main.ts';
import { addRescueCommand } from '../../cli/commands/verify/rescue-command.ts';
import { addVerifyCommand } from '../../cli/commands/verify/verify-command.ts';
import type { VerifiedChain } from '../../cli/commands/verify/verify-source.ts';
import { cloudSyncConfig, type RunningCloudSync, startCloudSync } from '../../cloud-sync/main.ts';
import type { RunningGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { centralStatus } from '../../protocols/wire/status.ts';
import {
  copyOf,
  enrol,
  getJson,
  newFolder,
  newKey,
  site,
  startTestGateway,
  station,
  TestStation,
} from './pipe-kit.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
let gatewayDir: string;
let gateway: RunningGateway;
const stops: (() => Promise<void>)[] = [];
const soon = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000, interval: 20 });

beforeEach(async () => {
  gatewayDir = newFolder();
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** Runs `packproof` with words, and gives its exit code and what it printed. */
async function packproof(...words: string[]): Promise<{ code: number; text: string }> {
  const program = new Command().exitOverride();
  addVerifyCommand(program);
  addRescueCommand(program);
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  process.exitCode = 0;
  try {
    await program.parseAsync(['node', 'packproof', ...words]);
    return { code: Number(process.exitCode), text };
  } finally {
    process.exitCode = 0;
    write.mockRestore();
  }
}
async function verifyJson(...words: string[]) {
  const { code, text } = await packproof('verify', ...words, '--json');
  const { chains, onlyHere } = JSON.parse(text) as { chains: VerifiedChain[]; onlyHere?: object[] };
  return { code, chain: chains[0], chains, onlyHere };
}

async function startGateway(): Promise<void> {
  gateway = await startTestGateway(gatewayDir);
  stops.push(() => gateway.stop());
}
async function deliver(
  one: TestStation,
  check = () => expect(one.facts.acknowledged).toBe(one.facts.lastSeq),
) {
  one.start();
  await soon(check);
}

async function startUpstream(): Promise<{
  centralDir: string;
  central: RunningCentral;
  sync: RunningCloudSync;
}> {
  const centralDir = newFolder();
  const central = await startCentral(
    centralConfig.parse({
      dataDir: centralDir,
      http: { port: 0 },
      seller: {
        name: 'Kontor',
        street: 'Am Kai 1',
        city: 'Hamburg',
        postalCode: '20457',
        country: 'DE',
        vatId: 'DE123456789',
        iban: 'DE89370400440532013000',
        email: 'billing@kontor.example',
      },
      sites: { [site]: { name: 'Hamburg', gs1CompanyPrefix: '4012345' } },
    }),
    deps,
  );
  stops.push(() => central.stop());
  const sync = await startCloudSync(
    cloudSyncConfig.parse({
      site,
      gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
      central: { url: central.url },
      http: { port: 0 },
    }),
    deps,
  );
  stops.push(() => sync.stop());
  return { centralDir, central, sync };
}

test('what a station signed can be verified at the station, at the gateway, at central and from a file', async () => {
  const key = newKey();
  enrol(gatewayDir, key);
  await startGateway();
  const { centralDir, central } = await startUpstream();
  const one = new TestStation(gateway, { identity: key.identity });
  stops.push(() => one.stop());
  one.store(230);
  await deliver(one);
  await soon(async () => {
    const { heads } = await getJson<{ heads: { seq: number }[] }>(`${gateway.httpUrl}/v1/events`);
    expect(heads.at(-1)?.seq).toBe(230);
    const { stations } = centralStatus.parse(await getJson(`${central.url}/v1/status`));
    expect(stations).toMatchObject([{ station, upTo: 230 }]);
  });

  const good = { from: 1, upTo: 230, facts: 230, findingCount: 0, signedUpTo: 230 };
  expect(await verifyJson(gatewayDir)).toMatchObject({ code: 0, chain: good });
  expect(await verifyJson(centralDir)).toMatchObject({ code: 0, chain: good });
  expect(await verifyJson(one.folder)).toMatchObject({ code: 0, chain: { ...good, signedUpTo: 0 } });

  const folder = mkdtempSync(join(tmpdir(), 'packproof-verify-'));
  const page = await getJson(`${gateway.httpUrl}/v1/events`);
  const keys = await getJson(`${gateway.httpUrl}/v1/station-keys`);
  writeFileSync(join(folder, 'page.json'), JSON.stringify(page));
  writeFileSync(join(folder, 'keys.json'), JSON.stringify(keys));
  const lines = (page as { events: object[] }).events.map((event) => `${JSON.stringify(event)}\n`);
  writeFileSync(join(folder, 'events.jsonl'), lines.join(''));
  expect(await verifyJson(join(folder, 'page.json'), '--keys', join(folder, 'keys.json'))).toMatchObject({
    code: 0,
    chain: good,
  });
  expect(await verifyJson(join(folder, 'events.jsonl'))).toMatchObject({
    code: 0,
    chain: { ...good, signedUpTo: 0 },
  });
  const { text } = await packproof('verify', gatewayDir);
  expect(text).toBe('good HAM/S1: 230 facts, 1 to 230; all signed\n');
});

describe('a log that was changed afterwards', () => {
  let dump: { events: { data: { operator: string | null; seq: number; hash: string } }[]; heads: object[] };
  let folder: string;
  let keyFile: string;
  beforeEach(async () => {
    const key = newKey();
    enrol(gatewayDir, key);
    await startGateway();
    const one = new TestStation(gateway, { identity: key.identity });
    stops.push(() => one.stop());
    one.store(40);
    await deliver(one);
    await soon(async () => {
      dump = await getJson(`${gateway.httpUrl}/v1/events`);
      expect(dump.heads).toHaveLength(1);
    });
    folder = mkdtempSync(join(tmpdir(), 'packproof-verify-'));
    keyFile = join(folder, 'keys.json');
    writeFileSync(keyFile, JSON.stringify(await getJson(`${gateway.httpUrl}/v1/station-keys`)));
  });
  async function findings() {
    const file = join(folder, 'dump.json');
    writeFileSync(file, JSON.stringify(dump));
    const { code, chain } = await verifyJson(file, '--keys', keyFile);
    return {
      code,
      found: chain?.findings.map(({ seq, code: what }) => `${seq} ${what}`),
      signedUpTo: chain?.signedUpTo,
    };
  }
  const at = (seq: number) => {
    const found = dump.events[seq - 1];
    if (found === undefined) throw new Error('no event');
    return found.data;
  };

  test('names the fact whose content was changed', async () => {
    at(17).operator = 'mallory';
    expect(await findings()).toEqual({ code: 1, found: ['17 HASH_WRONG'], signedUpTo: 0 });
  });

  test('names the fact that was taken out', async () => {
    dump.events.splice(16, 1);
    expect(await findings()).toMatchObject({ code: 1, found: ['17 GAP'] });
  });

  test('names the end that was cut off behind the newest signature', async () => {
    dump.events.length = 30;
    expect(await findings()).toMatchObject({ code: 1, found: ['31 GAP'] });
  });

  test('names a signature that is of nobody, and one that is of another fact', async () => {
    const [head] = dump.heads as { signature: string; key: string; hash: string }[];
    if (head === undefined) throw new Error('no head');
    const { signature, key, hash } = head;
    head.signature = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await findings()).toMatchObject({ code: 1, found: ['40 HEAD_INVALID'] });
    Object.assign(head, { signature, key: '0'.repeat(16) });
    expect(await findings()).toMatchObject({ code: 1, found: ['40 HEAD_KEY_UNKNOWN'] });
    Object.assign(head, { key, hash: at(39).hash });
    expect(await findings()).toMatchObject({ code: 1, found: ['40 HEAD_MISMATCH'] });
    Object.assign(head, { hash });
    expect(await findings()).toEqual({ code: 0, found: [], signedUpTo: 40 });
  });

  test('in the database of the gateway is found there too', async () => {
    const db = new Database(join(gatewayDir, 'gateway.sqlite'));
    db.exec(`UPDATE runs SET body = replace(body, '"boot":"boot-20"', '"boot":"boot-99"')`);
    db.close();
    const { code, chain } = await verifyJson(gatewayDir);
    expect([code, chain?.findings[0]]).toEqual([1, expect.objectContaining({ seq: 21, code: 'HASH_WRONG' })]);
  });
});

test('what only the log of a restored station holds is named, saved to a file, and brought along by its successor', async () => {
  await startGateway();
  const before = new TestStation(gateway);
  before.store(5);
  await deliver(before);
  await before.stop();
  const backup = copyOf(before.folder);
  const after = new TestStation(gateway, { folder: before.folder });
  after.store(3);
  await deliver(after);
  await after.stop();
  const restored = new TestStation(gateway, { folder: backup });
  restored.store(2, 'restored');
  await deliver(restored, () => expect(restored.delivery.stopped).not.toBeNull());
  const lost = restored.held().slice(5);
  await restored.stop();

  const file = join(newFolder(), 'rescue.jsonl');
  const compared = await verifyJson(backup, '--against', gatewayDir, '--rescue', file);
  expect(compared.onlyHere).toMatchObject([{ seq: 6 }, { seq: 7 }]);
  expect(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(lost);

  const successor = new TestStation(gateway, { station: 'S2' });
  successor.store(1);
  await successor.stop();
  expect((await packproof('rescue', file, '--data-dir', successor.folder)).text).toMatch(/^2 facts/);
  expect((await packproof('rescue', file, '--data-dir', successor.folder)).text).toMatch(/^0 facts/);
  await expect(packproof('rescue', file, '--data-dir', backup)).rejects.toMatchObject({
    code: 'RESCUE_REFUSED',
  });
  const again = new TestStation(gateway, { station: 'S2', folder: successor.folder });
  stops.push(() => again.stop());
  await deliver(again);
  const page = await getJson<{ events: { type: string; data: { data: { fact?: object } } }[] }>(
    `${gateway.httpUrl}/v1/events?station=S2`,
  );
  expect(page.events.slice(1).map(({ type }) => type)).toEqual(Array(2).fill('packproof.fact.rescued'));
  expect(page.events.slice(1).map(({ data }) => data.data.fact)).toEqual(lost);
  expect(await verifyJson(gatewayDir)).toMatchObject({ code: 0 });
});
