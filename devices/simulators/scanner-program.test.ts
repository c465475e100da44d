import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { openScanner } from '../scanner/open-scanner.ts';
import type { Scanner, ScannerEvent } from '../scanner/scanner.ts';
import { scannerConfig } from '../scanner/scanner-config.ts';
import type { ScanFault } from './scanner-faults.ts';
import { playScans, serialPeer } from './scanner-program.ts';
import { framedVoice, type ScannerVoice, ssiFaults, ssiVoice } from './scanner-voice.ts';

let folder: string;
let scanner: Scanner;
let events: ScannerEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-sim-scanner-'));
  events = [];
});
afterEach(async () => {
  await scanner.close();
  rmSync(folder, { recursive: true, force: true });
});

const code = ']C1010401234567890110AB\x1d21X';

/** Plays the same code once for each fault, and one more, on a simulated scanner; what the station heard. */
async function play(
  kind: 'serial' | 'ssi',
  voiceOf: (peer: ReturnType<typeof serialPeer>) => ScannerVoice,
  faults: readonly ScanFault[],
  scanCount: number,
) {
  const peer = serialPeer(join(folder, 'scanner'));
  const config = scannerConfig.parse({
    id: 's1',
    kind,
    path: peer.address,
    ...(kind === 'serial' && { framing: 'cr' }),
  });
  scanner = openScanner(config, { boot: 'b', clock: systemClock, log: createLog('test', 'silent') });
  await peer.plug();
  scanner.start((event) => events.push(event));
  await vi.waitFor(() => expect(events).toMatchObject([{ state: 'connected' }]));
  const texts = Array.from({ length: scanCount }, () => code);
  const script = { texts, ratePerSecond: 2.5, delayMs: 1, faults, faultEvery: 1 };
  const played = await playScans(voiceOf(peer), script, systemClock, () => false);
  expect(played).toBe(scanCount);
  await peer.unplug();
  await vi.waitFor(() => expect(events.at(-1)).toMatchObject({ state: 'disconnected' }), { timeout: 30_000 });
  return events.flatMap((event) => {
    if (event.kind === 'scan') return [event.text];
    return event.kind === 'garbled' ? [`! ${event.reason}`] : [];
  });
}

test('each fault of a line comes out as what it is', async () => {
  const faults: ScanFault[] = [
    'split',
    'merge',
    'drop-separator',
    'truncate',
    'binary',
    'not-utf8',
    'too-long',
  ];
  const heard = await play('serial', (peer) => framedVoice(peer, 'cr', systemClock), faults, 7);
  expect(heard).toEqual([
    code,
    code,
    code.replace('\x1d', ''),
    '! ended without its terminator',
    '! holds the control character 0x00',
    '! is not UTF-8 text',
    '! longer than 4096 bytes',
  ]);
});

test('an unplug in the midst of a scan, and a scan that is read twice', async () => {
  const faults: ScanFault[] = ['unplug', 'duplicate', 'drop-terminator'];
  const heard = await play('serial', (peer) => framedVoice(peer, 'cr', systemClock), faults, 3);
  const cut = '! ended without its terminator';
  expect(heard).toEqual([cut, code, code, cut]);
});

test('over SSI a damaged packet comes again, and a refused scan is told', async () => {
  const faults = ssiFaults.filter((fault) => fault !== 'unplug');
  const heard = await play('ssi', (peer) => ssiVoice(peer, systemClock, () => {}), faults, 5);
  expect(faults).toEqual(['drop-separator', 'binary', 'duplicate', 'damage']);
  expect(heard).toEqual([
    code.replace('\x1d', ''),
    expect.stringContaining('! has a wrong decode data'),
    code,
    code,
    code,
    code.replace('\x1d', ''),
  ]);
});
