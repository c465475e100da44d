import { createSocket } from 'node:dgram';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { freePort } from '../../../test/harness/ports.ts';
import {
  datagramPeer,
  dialingPeer,
  listeningPeer,
  type ScannerPeer,
} from '../../simulators/scanner-peers.ts';
import { framed } from '../../simulators/scanner-wire.ts';
import { openScanner } from '../open-scanner.ts';
import { type ScannerRig, scannerContract } from '../scanner.contract.ts';
import type { Scanner, ScannerEvent, ScannerSignal } from '../scanner.ts';
import { scannerConfig } from '../scanner-config.ts';

const host = '127.0.0.1';
const deps = { boot: 'boot-1', clock: systemClock, log: createLog('test', 'silent') };
const open = (settings: object) => openScanner(scannerConfig.parse({ id: 's1', host, ...settings }), deps);

function rigOf(scanner: Scanner, peer: ScannerPeer, hasEnd: boolean): ScannerRig {
  const heard: string[] = [];
  peer.listen((bytes) => heard.push(...bytes.toString('latin1')));
  const bytesOf = (text: string) => (hasEnd ? framed(text, 'cr') : Buffer.from(text));
  return {
    scanner,
    plug: () => peer.plug(),
    unplug: () => peer.unplug(),
    scan: (text) => peer.send(bytesOf(text)),
    fragment: hasEnd ? (text) => peer.send(Buffer.from(text)) : undefined,
    binary: () => peer.send(bytesOf('40\x00\x0112')),
    signals: () => heard.flatMap((byte): ScannerSignal[] => (byte === 'Y' ? ['accepted'] : ['refused'])),
    dispose: () => peer.unplug(),
  };
}

const signals = { accepted: 'Y', refused: 'N' };

scannerContract('scanner that listens on TCP', async () => {
  const port = await freePort();
  const scanner = open({ kind: 'tcp-client', port, framing: 'cr', signals });
  return rigOf(scanner, listeningPeer({ host, port }), true);
});

scannerContract('scanner that dials in by TCP', async () => {
  const port = await freePort();
  const scanner = open({ kind: 'tcp-server', port, framing: 'cr', signals });
  return rigOf(scanner, dialingPeer({ host, port }), true);
});

const udpRig = async (framing: string) => {
  const port = await freePort();
  const rig = rigOf(open({ kind: 'udp', port, framing }), datagramPeer({ host, port }), framing !== 'idle');
  const { signals: _never, ...rest } = rig;
  return rest;
};
scannerContract('scanner that sends a datagram for each scan', () => udpRig('idle'), {
  blind: true,
  burst: 50,
});
scannerContract('scanner that sends datagrams with CR', () => udpRig('cr'), { blind: true, burst: 50 });

describe('a station where scanners dial in', () => {
  let scanner: Scanner;
  let port: number;
  let events: ScannerEvent[];
  let sockets: Socket[];

  const start = async (settings: object = {}) => {
    scanner = open({ kind: 'tcp-server', port, framing: 'cr', ...settings });
    scanner.start((event) => events.push(event));
    await vi.waitFor(() => expect(events.length).toBeGreaterThan(0));
  };
  const dial = (localAddress = host) => {
    const socket = connect({ host, port, localAddress });
    socket.on('error', () => {});
    sockets.push(socket);
    return new Promise<Socket>((resolve) => socket.on('connect', () => resolve(socket)));
  };
  const shown = () =>
    events.flatMap((event) => (event.kind === 'scan' ? [event.text] : event.kind === 'garbled' ? ['!'] : []));
  const shows = (wanted: readonly string[]) => vi.waitFor(() => expect(shown()).toEqual(wanted));
  const ends = (socket: Socket) => vi.waitFor(() => expect(socket.closed || socket.readableEnded).toBe(true));

  beforeEach(async () => {
    port = await freePort();
    events = [];
    sockets = [];
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await scanner.close();
  });

  test('readings of two that come in pieces are not mixed', async () => {
    await start();
    const [a, b] = [await dial(), await dial()];
    a.write('40123');
    await new Promise((resolve) => setImmediate(resolve));
    b.write('900');
    a.write('45678901\r');
    await shows(['4012345678901']);
    b.write('17\r');
    await shows(['4012345678901', '90017']);
  });

  test('one that ends stays without effect on the other, and leaves its fragment as garbled', async () => {
    await start();
    const [a, b] = [await dial(), await dial()];
    a.write('40123');
    a.end();
    await shows(['!']);
    b.write('ok\r');
    await shows(['!', 'ok']);
    expect(events.filter((event) => event.kind === 'state').map((event) => event.state)).toEqual([
      'disconnected',
      'connected',
    ]);
  });

  test('one that breaks off in the midst of a scan leaves its fragment as garbled too', async () => {
    await start({ framing: 'idle', idleMs: 2_000 });
    const socket = await dial();
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'connected' }));
    socket.write('40123');
    // The bytes have to be there before the reset, which would take them along.
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.resetAndDestroy();
    await shows(['!']);
  });

  test('without a terminator the end of the connection ends the scan', async () => {
    await start({ framing: 'idle', idleMs: 2_000, perScan: true });
    expect(events).toMatchObject([{ kind: 'state', state: 'connected' }]);
    for (const text of ['one', 'two']) (await dial()).end(text);
    await vi.waitFor(() => expect(shown().sort()).toEqual(['one', 'two']));
    expect(events.filter((event) => event.kind === 'state')).toHaveLength(1);
  });

  test('takes no more than it was told to', async () => {
    await start({ maxConnections: 2 });
    const [a, , third] = [await dial(), await dial(), await dial()];
    await ends(third);
    a.write('still\r');
    await shows(['still']);
    a.destroy();
    await vi.waitFor(async () => {
      (await dial()).write('room\r');
      await vi.waitFor(() => expect(shown()).toContain('room'), { timeout: 100 });
    });
  });

  test('hears only those who may talk', async () => {
    await start({ allow: ['127.0.0.2', '10.0.0.0/8'] });
    await ends(await dial());
    (await dial('127.0.0.2')).write('allowed\r');
    await shows(['allowed']);
  });

  test('says so when the port is taken, and goes on when it is free', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, host, resolve));
    await start();
    expect(events).toMatchObject([{ kind: 'state', state: 'failed' }]);
    other.close();
    await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'disconnected' }), {
      timeout: 30_000,
    });
    (await dial()).write('now\r');
    await shows(['now']);
  });
});

test('datagrams of others, and several scans in one, are told apart', async () => {
  const port = await freePort();
  const events: ScannerEvent[] = [];
  const scanner = open({ kind: 'udp', port, framing: 'cr', allow: ['127.0.0.2'] });
  scanner.start((event) => events.push(event));
  await vi.waitFor(() => expect(events).toMatchObject([{ state: 'connected' }]));
  const [stranger, scanning] = [createSocket('udp4'), createSocket('udp4')];
  await new Promise<void>((resolve) => scanning.bind(0, '127.0.0.2', resolve));
  stranger.send('stranger\r', port, host);
  scanning.send('one\rtwo\rhalf', port, host);
  scanning.send('three\r', port, host);
  await vi.waitFor(() => expect(events).toHaveLength(5));
  expect(events.slice(1)).toMatchObject([
    { text: 'one' },
    { text: 'two' },
    { kind: 'garbled', reason: 'ended without its terminator' },
    { text: 'three' },
  ]);
  stranger.close();
  scanning.close();
  await scanner.close();
});
