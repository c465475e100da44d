import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openReader } from '../../devices/rfid/open-reader.ts';
import type { RfidEvent, RfidReader } from '../../devices/rfid/reader.ts';
import { readerConfig } from '../../devices/rfid/reader-config.ts';
import { type LlrpReaderOptions, startLlrpReader } from '../../devices/simulators/llrp-reader/llrp-reader.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { LlrpFramer } from '../../protocols/llrp/framer.ts';
import { pcapOf, type Segment } from './pcap.ts';

const llrpPort = 5084;
const hasTshark = spawnSync('tshark', ['--version']).status === 0;
if (!hasTshark && process.env.CI === 'true') {
  throw new Error(
    'No tshark: it judges what the LLRP client and simulator say. Debian has it in the package tshark.',
  );
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-llrp-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Passes a connection on to `port` and keeps what went over it. */
async function relayTo(port: number, segments: Segment[]): Promise<Server> {
  const server = createServer((client) => {
    const reader = connect(port, '127.0.0.1');
    const record = (from: Segment['from']) => (bytes: Buffer) =>
      segments.push({ from, atMs: Date.now(), bytes: Buffer.from(bytes) });
    client.on('data', record('client')).on('error', () => {});
    reader.on('data', record('server')).on('error', () => {});
    client.pipe(reader).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** A whole session: set up, reads, events of every kind, radio off and on, good-bye. */
async function session(options: LlrpReaderOptions, settings: object): Promise<readonly Segment[]> {
  const simulated = await startLlrpReader({ tags: 20, rate: 400, ...options });
  const segments: Segment[] = [];
  const relay = await relayTo(simulated.port, segments);
  const { port } = relay.address() as AddressInfo;
  const input = { kind: 'llrp', id: 'r1', host: '127.0.0.1', port, keepaliveMs: 500, ...settings };
  const reader = openReader(readerConfig.parse(input), {
    clock: systemClock,
    log: createLog('test', 'silent'),
  });
  await play(reader, simulated, segments);
  relay.close();
  await simulated.stop();
  return segments;
}

async function play(
  reader: RfidReader,
  simulated: Awaited<ReturnType<typeof startLlrpReader>>,
  segments: readonly Segment[],
): Promise<void> {
  const events: RfidEvent[] = [];
  const reads = () => events.flatMap((event) => (event.kind === 'reads' ? event.reads : []));
  const until = (done: () => boolean) => vi.waitFor(() => expect(done()).toBe(true), { timeout: 10_000 });
  const isActive = () => simulated.roSpecs.some(({ CurrentState }) => CurrentState === 'Active');
  reader.start((event) => events.push(event));
  await until(() => reads().length >= 100);
  simulated.antenna(1, false);
  simulated.input(1, true);
  simulated.exception('a fan is blocked');
  simulated.inject('error-message');
  simulated.pass({ epcs: ['3034257BF7194E4000001A85', '3034F00D'], durationMs: 500 });
  reader.setReading(false);
  await until(() => !isActive());
  reader.setReading(true);
  await until(isActive);
  await until(() => simulated.requests.filter((name) => name === 'KEEPALIVE_ACK').length >= 2);
  await reader.close();
  await until(() => !simulated.hasClient);
  expect(segments.length).toBeGreaterThan(20);
}

/** The types of all messages, by our own framer. */
function typesOf(segments: readonly Segment[]): number[] {
  const framers = { client: new LlrpFramer(), server: new LlrpFramer() };
  return segments.flatMap(({ from, bytes }) => framers[from].push(bytes).frames.map(({ type }) => type));
}

function tshark(file: string, ...args: readonly string[]): string {
  const read = ['-r', file, '-d', `tcp.port==${llrpPort},llrp`, '-Y', 'llrp', ...args];
  return execFileSync('tshark', read, {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/**
 * Where tshark (4.0.17, packet-llrp.c) itself is wrong: it does not count the one field of SET_PROTOCOL_VERSION (LLRP 1.1, 16.1);
 * nor the two bytes of ReaderID's own count (LLRP 1.0.1, 16.2.6.2); and it takes the count of an Impinj TID, which is one of 16-bit
 * words (u16v in the definitions of Octane LLRP), for one of bytes.
 */
const ownFaults = [
  /^Set Protocol Version.*10 bytes decoded, but 11 bytes available/,
  /Identification:.*13 bytes decoded, but 15 bytes claimed/,
  /^RO Access Report.*Impinj - Serialized TID/,
];

/** What the tree of a capture reports as wrong, each with the names of the message and parameters around it. */
function faultsIn(tree: string): string[] {
  const faults: string[] = [];
  let path: { readonly indent: number; readonly name: string }[] = [];
  for (const line of tree.split('\n')) {
    const message = /^ {4}\.\.\.\. .*= Type: (.*)/.exec(line)?.[1];
    const parameter = /^ *TL?V Parameter ?: (.*)/.exec(line)?.[1];
    const indent = message === undefined ? line.search(/\S/) : 0;
    const name = message ?? parameter;
    path = path.filter((outer) => outer.indent < Math.max(indent, 1));
    if (message !== undefined) path = [];
    if (name !== undefined) path = [...path, { indent, name }];
    if (/Malformed Packet|Expert Info \((Error|Warning)/.test(line)) {
      faults.push(`${path.map((outer) => outer.name).join('/')}: ${line.trim()}`);
    }
  }
  return faults;
}

const ascending = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other);

describe.skipIf(!hasTshark)(
  `tshark reads every message${hasTshark ? '' : ' (no tshark on this machine)'}`,
  () => {
    test.each<[string, LlrpReaderOptions, object]>([
      ['an Impinj reader, with its customs', { model: 'impinj-r420' }, { phase: true, epcPrefixes: ['30'] }],
      ['an Impinj reader that tells TIDs', { model: 'impinj-r420' }, { tid: true }],
      [
        'an Impinj reader in a tunnel, with absent fields',
        { model: 'impinj-r420', faults: ['nil'] },
        { use: 'pack-tunnel' },
      ],
      [
        'a Zebra reader over LLRP 1.1',
        { model: 'zebra-fx9600' },
        { version: '1.1', phase: true, antennas: [{ antenna: 1 }, { antenna: 2, powerDbm: 20 }] },
      ],
      ['a reader without a clock', { model: 'plain' }, {}],
      [
        'a reader with parameters that nobody knows',
        { model: 'zebra-fx9600', faults: ['unknown-custom', 'foreign-rospec'] },
        { takeOver: true, startOnInput: undefined },
      ],
      ['a reader over a bad network', { faults: ['split', 'merge'] }, { use: 'desk' }],
    ])('of %s', async (name, options, settings) => {
      const segments = await session(options, settings);
      const file = join(folder, `${name.replace(/\W+/g, '-')}.pcap`);
      writeFileSync(file, pcapOf(segments, llrpPort));
      const told = tshark(file, '-T', 'fields', '-e', 'llrp.type').match(/\d+/g)?.map(Number) ?? [];
      expect(ascending(told)).toEqual(ascending(typesOf(segments)));
      const tree = tshark(file, '-V');
      expect(tree).toContain('LLRP Status');
      const faults = faultsIn(tree).filter((fault) => !ownFaults.some((own) => own.test(fault)));
      expect(faults).toEqual([]);
    });

    test('and would have told of a broken one', () => {
      const file = join(folder, 'broken.pcap');
      const bytes = Buffer.from('043f0000001600000001008000060003ffff00000000', 'hex');
      writeFileSync(file, pcapOf([{ from: 'server', atMs: 0, bytes }], llrpPort));
      expect(faultsIn(tshark(file, '-V'))).not.toEqual([]);
    });
  },
);
