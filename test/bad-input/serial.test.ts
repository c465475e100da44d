import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Framing } from '../../devices/scanner/scanner.ts';
import { factsOf, reportOf, scan, screenOf, stationReady, told } from './at-station.ts';
import { enterBusiness } from './business.ts';
import { type Site, startSite, station } from './site.ts';
import { soon } from './soon.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite({ without: ['simulator'] });
  await enterBusiness(site, ['SO-1', 'SO-2']);
  await stationReady(site, 2);
});
afterAll(() => site.stop());

async function countsOf(framing: Framing): Promise<Readonly<Record<string, number>>> {
  const { devices } = await reportOf(site);
  return devices.find(({ id }) => id === framing)?.counts ?? {};
}

const ends: Record<Framing, string> = { cr: '\r', lf: '\n', crlf: '\r\n', 'stx-etx': '\x03' };

/** Bytes on the line of a scanner that are no whole reading, and what the station writes down that they were. */
const garbage: readonly (readonly [what: string, framing: Framing, bytes: string, reason: RegExp])[] = [
  ['a reading that breaks off', 'cr', '01095200010000', /ended without its terminator/],
  ['a reading that breaks off', 'stx-etx', '\x0201095200010000', /ended without its terminator/],
  ['binary noise', 'cr', '\x80\xff\x01\x00\xfe\x9c\r', /control character 0x01/],
  ['binary noise', 'lf', '\xde\xad\xbe\xef\n', /not UTF-8/],
  ['10 kB without an end', 'lf', 'A'.repeat(10_240), /longer than 4096 bytes/],
  ['10 kB with an end', 'crlf', `${'A'.repeat(10_240)}\r\n`, /longer than 4096 bytes/],
  ['the terminator of another scanner', 'cr', 'SO-1\n', /ended without its terminator/],
  ['the terminator of another scanner', 'lf', 'SO-1\r', /ended without its terminator/],
  ['the terminator of another scanner', 'crlf', 'SO-1\n', /ended without its terminator/],
  ['the terminator of another scanner', 'stx-etx', 'SO-1\r', /ended without its terminator/],
  ['an end without a begin', 'stx-etx', 'SO-1\x03', /ETX without STX/],
  ['NULs', 'cr', 'SO\0-1\r', /control character 0x00/],
  ['NULs', 'crlf', '\0\0\0\0\r\n', /control character 0x00/],
  ['broken UTF-8', 'lf', 'SO-\xc3\x28\n', /not UTF-8/],
  ['an escape sequence of a terminal', 'cr', '\x1b[2JSO-1\r', /control character 0x1b/],
];

describe('bytes that are no whole reading', () => {
  test.each(garbage)('%s (%s): told, counted, kept as a fact; the next scan is right', async (...row) => {
    const [, framing, bytes, reason] = row;
    const before = await screenOf(site);
    const counts = await countsOf(framing);
    site.scanners[framing].send(Buffer.from(bytes, 'latin1'));
    const view = await told(site, before);
    expect(view.last).toMatchObject({ verdict: 'refused_unreadable', tone: 'error' });
    expect(view.last.message).toMatch(/^Not a whole barcode\. Scan it again/);
    expect([view.order, view.queue.total]).toEqual([before.order, before.queue.total]);
    expect(await countsOf(framing)).toEqual({ ...counts, garbled: (counts.garbled ?? 0) + 1 });
    const [fact, ...more] = await factsOf(site, station, view.last.seq - 1);
    expect(more).toEqual([]);
    expect(fact).toMatchObject({ type: 'device.garbled', data: { device: framing } });
    expect(fact?.data.reason).toMatch(reason);
    const sent = Buffer.from(bytes, 'latin1').toString('hex');
    expect(sent).toContain(String(fact?.data.hex).slice(0, 40));
    expect(site.logged).toContainEqual(
      expect.objectContaining({ event: 'scanner.garbled', device: framing, hex: fact?.data.hex }),
    );
    const next = await scan(site, 'PP:UNDO', site.scanners[framing]);
    expect(next.last).toMatchObject({ raw: 'PP:UNDO', verdict: 'refused_no_order_open' });
    expect((await countsOf(framing)).scans).toBe((counts.scans ?? 0) + 1);
  });

  test('a new STX ends a reading that broke off, without a pause', async () => {
    const counts = await countsOf('stx-etx');
    site.scanners['stx-etx'].send(Buffer.from('\x02SO-\x02PP:UNDO\x03'));
    await soon('the reading behind it', async () => {
      const { scans = 0, garbled = 0 } = await countsOf('stx-etx');
      return scans > (counts.scans ?? 0) && garbled === (counts.garbled ?? 0) + 1 ? true : undefined;
    });
    expect((await screenOf(site)).last?.raw).toBe('PP:UNDO');
  });
});

describe('whole readings, however they arrive', () => {
  const framings = Object.keys(ends) as Framing[];
  const framed = (framing: Framing, text: string) =>
    Buffer.from(`${framing === 'stx-etx' ? '\x02' : ''}${text}${ends[framing]}`);
  const rawsAfter = async (seq: number) =>
    (await factsOf(site, station, seq)).map(({ type, data }) => [type, data.raw]);

  test.each(framings)('two in one go (%s) are two', async (framing) => {
    const { facts } = await reportOf(site);
    const { scans = 0, garbled } = await countsOf(framing);
    const codes = ['PP:NONE:1', 'PP:NONE:2'];
    site.scanners[framing].send(Buffer.concat(codes.map((code) => framed(framing, code))));
    await soon('both', async () => ((await countsOf(framing)).scans === scans + 2 ? true : undefined));
    expect(await rawsAfter(facts.lastSeq)).toEqual(codes.map((code) => ['scan.recorded', code]));
    expect((await countsOf(framing)).garbled).toBe(garbled);
  });

  test.each(framings)('one in single bytes (%s) is one', async (framing) => {
    const { facts } = await reportOf(site);
    const before = await screenOf(site);
    for (const byte of framed(framing, 'PP:NONE:3')) {
      site.scanners[framing].send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await told(site, before)).last.raw).toBe('PP:NONE:3');
    expect(await rawsAfter(facts.lastSeq)).toEqual([['scan.recorded', 'PP:NONE:3']]);
  });

  test('two that lost the end between them are refused as what nobody knows, and open nothing', async () => {
    const view = await scan(site, 'SO-1SO-2');
    expect(view.last).toMatchObject({ verdict: 'refused_order_unknown', raw: 'SO-1SO-2' });
    expect(view.order).toBeNull();
  });
});

test('after all of it an order is opened by its number', async () => {
  const view = await scan(site, 'SO-1');
  expect(view.last.verdict).toBe('order_opened');
  expect(view.order?.number).toBe('SO-1');
});
