import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readEpcis } from '../../protocols/epcis/reader/read-epcis.ts';
import { type Deed, dayOf, products } from '../../protocols/epcis/testing-day.ts';
import { type FactEvent, factEventOf, setAsideEventOf } from '../../protocols/wire/event.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';
import { addEpcisCommand } from './epcis.ts';

const tea: Deed = { do: 'pick', packaging: 0, mark: 'serial', split: false };
const case12: Deed = { do: 'pick', packaging: 1, mark: 'lot', split: true };
const day = dayOf([tea, case12, { do: 'undo' }, case12, { do: 'seal' }, tea, { do: 'dispatch' }]);
const site = siteId.parse('north');
const setAside = setAsideEventOf(day.facts.length + 1, '2026-03-01T10:00:00.000Z', {
  v: 1,
  site,
  station: stationId.parse('pack-1'),
  seq: 99,
  hash: '',
  reason: 'invalid',
  detail: 'x',
  raw: {},
});
const logged: readonly FactEvent[] = [
  ...day.facts.map((fact, index) => factEventOf(index + 1, fact)),
  setAside,
];

/** Answers as a gateway does, in small pages; only the token is known. */
function gatewayStandIn(token: string | null): Server {
  return createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    const after = Number(url.searchParams.get('after'));
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (token !== null && request.headers.authorization !== `Bearer ${token}`) {
      return answer(401, { code: 'NOT_SIGNED_IN', detail: 'no token', remedy: 'Send one.' });
    }
    if (url.pathname === '/v1/work') return answer(200, workAfter(after));
    if (url.pathname !== '/v1/events') return answer(200, {});
    const events = logged.slice(after, after + 3);
    const cursor = Math.min(after + 3, logged.length);
    answer(200, { v: 1, events, cursor, more: cursor < logged.length });
  });
}

function workAfter(after: number) {
  const product = products[after];
  const document = { kind: 'product', id: product?.sku, version: 1, cursor: after + 1, data: product };
  const documents = product === undefined ? [] : [document];
  const more = after + 1 < products.length;
  return { v: 1, site, epoch: 'e', documents, cursor: after + 1, more, asOf: '2026-03-01T10:00:00.000Z' };
}

let folder = '';
let server: Server;
let gateway = '';
let said = { out: '', err: '' };

async function start(token: string | null): Promise<void> {
  server = gatewayStandIn(token);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-epcis-'));
  said = { out: '', err: '' };
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  await start(null);
});

afterEach(() => {
  vi.restoreAllMocks();
  server.close();
  process.exitCode = undefined;
});

async function run(...words: string[]): Promise<void> {
  const program = new Command('packproof').exitOverride();
  addEpcisCommand(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride();
  await program.parseAsync(['epcis', ...words], { from: 'user' });
}

const gln = '4012345000115';

describe('packproof epcis export', () => {
  test('writes what left the site as one document that is sound', async () => {
    const out = join(folder, 'site.json');
    await run(
      'export',
      '--gateway',
      gateway,
      '--site-gln',
      gln,
      '--time-zone',
      'Europe/Berlin',
      '--out',
      out,
    );
    const text = readFileSync(out, 'utf8');
    expect(readEpcis(text)).toMatchObject({ ok: true, events: 6 });
    const { eventList } = JSON.parse(text).epcisBody;
    expect(eventList[1]).toMatchObject({
      type: 'AggregationEvent',
      eventTimeZoneOffset: '+01:00',
      childQuantityList: [{ epcClass: 'https://id.gs1.org/01/14012345000013/10/L%251', quantity: 1 }],
      readPoint: { id: `https://id.gs1.org/414/${gln}` },
    });
    expect(said.out).toContain(`6 events in ${out}; the next export goes on with --after ${logged.length}`);
    expect(said.err).toContain('north/pack-1/99: cannot be read and was left out');
  });

  test('goes on behind a cursor, and still knows what was picked before', async () => {
    const whole = join(folder, 'whole.json');
    const rest = join(folder, 'rest.json');
    const sealedAt = day.facts.findIndex(({ type }) => type === 'parcel.sealed');
    await run('export', '--gateway', gateway, '--out', whole, '--json');
    expect(JSON.parse(said.out)).toEqual({
      v: 1,
      events: 6,
      cursor: logged.length,
      notes: [expect.any(String)],
    });
    await run('export', '--gateway', gateway, '--out', rest, '--after', String(sealedAt));
    const eventsIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')).epcisBody.eventList;
    expect(eventsIn(rest)).toEqual(eventsIn(whole));
    await run('export', '--gateway', gateway, '--out', rest, '--after', String(sealedAt + 1));
    expect(eventsIn(rest)).toEqual(eventsIn(whole).slice(2));
    await run('export', '--gateway', gateway, '--out', rest, '--after', '9999');
    expect(eventsIn(rest)).toEqual([]);
    expect(said.err).toContain('before 9999: it was set up anew');
  });

  test('writes to standard output where no file is named, and the summary beside it', async () => {
    await run('export', '--gateway', gateway, '--station-read-points', '--site-gln', gln);
    expect(readEpcis(said.out)).toMatchObject({ ok: true, events: 6 });
    expect(said.out).toContain(`414/${gln}/254/pack-1`);
    expect(said.err).toContain('6 events; the next export');
  });

  test('sends the token of a file', async () => {
    server.close();
    await start('secret-secret-secret');
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, 'secret-secret-secret\n');
    await run('export', '--gateway', gateway, '--token-file', tokenFile);
    expect(readEpcis(said.out).ok).toBe(true);
    const out = join(folder, 'none.json');
    await expect(run('export', '--gateway', gateway, '--out', out)).rejects.toMatchObject({
      code: 'SERVICE_REFUSED',
    });
    await expect(
      run('export', '--gateway', gateway, '--token-file', join(folder, 'no')),
    ).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    expect(existsSync(out) || existsSync(`${out}.part`)).toBe(false);
  });

  test('refuses wrong use, a silent gateway, something that is none and a file that cannot be written', async () => {
    await expect(run('export', '--site-gln', '4012345000116')).rejects.toBeInstanceOf(CommanderError);
    await expect(run('export', '--after', '-1')).rejects.toBeInstanceOf(CommanderError);
    await expect(run('export', '--time-zone', 'Mars/Olympus')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    await expect(run('export', '--gateway', `${gateway}/other`)).rejects.toMatchObject({
      code: 'SERVICE_REFUSED',
    });
    const out = join(folder, 'no', 'site.json');
    await expect(run('export', '--gateway', gateway, '--out', out)).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    server.close();
    await expect(run('export', '--gateway', gateway)).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  });
});

describe('packproof epcis check', () => {
  const file = () => join(folder, 'site.json');

  test('prints the hash id of each event of a sound document', async () => {
    await run('export', '--gateway', gateway, '--out', file());
    said.out = '';
    await run('check', file());
    expect(said.out).toMatch(/sound, 6 events\n/);
    expect(said.out.match(/ni:\/\/\/sha-256;[0-9a-f]{64}\?ver=CBV2\.0 {2}\(its eventID\)/g)).toHaveLength(6);
    expect(process.exitCode).toBeUndefined();
  });

  test('says where the id of an event is not its hash', async () => {
    await run('export', '--gateway', gateway, '--out', file());
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('"OBSERVE"', '"ADD"'));
    await run('check', file());
    expect(said.out.match(/BUT ITS eventID IS ni:/g)).toHaveLength(1);
  });

  test('names every fault with its path, and fails', async () => {
    writeFileSync(file(), '{"type":"ObjectEvent","@context":{},"bizStep":"shiping"}');
    await run('check', file());
    expect(said.out).toContain('$.bizStep: found "shiping", expected a business step');
    expect(said.out).toContain('$.eventTime: found nothing');
    expect(process.exitCode).toBe(1);
    said.out = '';
    await run('check', '--json', file());
    expect(JSON.parse(said.out)).toMatchObject({ v: 1, valid: false, faultCount: 5, events: [] });
  });

  test('says how many faults there are beyond those that it prints', async () => {
    const eventList = Array.from({ length: 300 }, () => 5);
    const head = {
      '@context': [],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-03-01T00:00:00Z',
    };
    writeFileSync(file(), JSON.stringify({ ...head, epcisBody: { eventList } }));
    await run('check', file());
    expect(said.out).toMatch(/300 faults\n/);
    expect(said.out).toMatch(/and 100 more\n$/);
  });

  test('refuses a file that cannot be read', async () => {
    await expect(run('check', join(folder, 'none.json'))).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  });
});
